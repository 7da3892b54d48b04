/**
 * {@code envoy.filters.listener.http_inspector}: tells HTTP/1, HTTP/2 and anything else apart by
 * the first bytes of a plaintext connection.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/listener_filters/http_inspector
 */
@NullMarked
package mesh.proxy.filter.listener.httpinspector;

import org.jspecify.annotations.NullMarked;
