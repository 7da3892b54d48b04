/**
 * Adds, overwrites and removes header fields and query parameters.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/header_mutation_filter
 *
 * <p>Not supported: {@code remove_on_match} and mutations of trailers, which the published protos
 * do not have yet. As in Envoy, parameters come out sorted by name, each with an equals sign, and
 * routes are not searched again. Unlike in Envoy, parameters that no mutation touches keep their
 * percent-encoding, and removing {@code host} or a pseudo header is refused at load instead of
 * breaking each request.
 */
@NullMarked
package mesh.proxy.filter.http.headermutation;

import org.jspecify.annotations.NullMarked;
