/**
 * Asks a rate limit service before a request goes on.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/rate_limit_filter
 *
 * <p>Not supported: limits that a route takes from metadata ({@code limit}), rules that count at
 * the end of a request, {@code override_option} (as in Envoy), and the filter state {@code
 * envoy.ratelimit.hits_addend}.
 */
@NullMarked
package mesh.proxy.filter.http.ratelimit;

import org.jspecify.annotations.NullMarked;
