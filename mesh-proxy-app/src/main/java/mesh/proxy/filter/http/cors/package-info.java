/**
 * Answers preflight requests and marks responses for other origins, as routes say.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/cors_filter
 *
 * <p>The filter itself has no settings: policies come from {@code typed_per_filter_config}, or,
 * where no level has one, from the deprecated {@code cors} fields of route and virtual host. As in
 * Envoy, only routes that forward have a policy.
 */
@NullMarked
package mesh.proxy.filter.http.cors;

import org.jspecify.annotations.NullMarked;
