/**
 * HTTP/2 connections, downstream and upstream, behind the codec-neutral words of {@code http}.
 *
 * <p>Framing, stream states and flow control are Netty's, below child channels and frame objects:
 * {@code frame} reads and writes frames, {@code head} turns header blocks into {@link
 * mesh.proxy.http.Headers} and back. Behaviour follows
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/core/v3/protocol.proto and RFC 9113.
 *
 * <p>Not supported: server push, HTTP/1 upgrade to h2c, METADATA frames, priorities (read, counted
 * and ignored).
 */
@NullMarked
package mesh.proxy.http.h2;

import org.jspecify.annotations.NullMarked;
