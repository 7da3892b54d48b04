/**
 * Envoy's substitution formatter: text and JSON with {@code %OPERATORS%}, compiled once, printed
 * per request.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/observability/access_log/usage
 */
@NullMarked
package mesh.proxy.format;

import org.jspecify.annotations.NullMarked;
