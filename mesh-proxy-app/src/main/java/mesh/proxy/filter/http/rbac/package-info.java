/**
 * Lets requests pass or refuses them, by policies.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/rbac_filter
 *
 * <p>Not supported: {@code matcher} and {@code shadow_matcher} (match trees); see {@link
 * mesh.proxy.rbac} for what policies may say.
 */
@NullMarked
package mesh.proxy.filter.http.rbac;

import org.jspecify.annotations.NullMarked;
