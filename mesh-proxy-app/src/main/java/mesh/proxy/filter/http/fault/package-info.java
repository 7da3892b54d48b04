/**
 * Delays requests, aborts them, and slows responses down, to test what callers make of it.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/fault_filter
 *
 * <p>Everything is supported.
 */
@NullMarked
package mesh.proxy.filter.http.fault;

import org.jspecify.annotations.NullMarked;
