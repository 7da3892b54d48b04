/**
 * What proxies tell of their traffic, and to whom: access logs, traces, Istio's metrics, and the
 * rate limit service that gateways ask. Pure functions.
 */
@NullMarked
package mesh.pilot.generate.telemetry;

import org.jspecify.annotations.NullMarked;
