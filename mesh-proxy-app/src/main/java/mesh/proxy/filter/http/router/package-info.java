/**
 * {@code envoy.filters.http.router}: sends a request to the cluster of its route, as often as it
 * takes, and the answer back.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/router_filter. Not
 * supported: hedging, upstream HTTP filters and upstream logs.
 */
@NullMarked
package mesh.proxy.filter.http.router;

import org.jspecify.annotations.NullMarked;
