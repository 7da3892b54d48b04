/**
 * TLS on both sides: contexts that are replaced when their certificates change, checks of the
 * peer's names, what a handshake left behind.
 *
 * <p>Behaviour follows
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/security/ssl. BoringSSL through
 * netty-tcnative does the work; the JDK's TLS where that library does not load.
 */
@NullMarked
package mesh.proxy.tls;

import org.jspecify.annotations.NullMarked;
