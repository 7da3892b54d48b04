/**
 * The aggregated discovery service: one stream for each proxy, state of the world or delta.
 *
 * <p>Source: <a href="https://www.envoyproxy.io/docs/envoy/v1.36.0/api-docs/xds_protocol">the xDS
 * protocol</a>.
 */
@NullMarked
package mesh.pilot.serve.ads;

import org.jspecify.annotations.NullMarked;
