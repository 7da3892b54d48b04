/**
 * {@code envoy.filters.listener.tls_inspector}: tells TLS from plaintext and reads the server name
 * and the application protocols of the first handshake message, without taking part in the
 * handshake.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/listener_filters/tls_inspector.
 * Not supported: JA3 and JA4 fingerprints.
 */
@NullMarked
package mesh.proxy.filter.listener.tlsinspector;

import org.jspecify.annotations.NullMarked;
