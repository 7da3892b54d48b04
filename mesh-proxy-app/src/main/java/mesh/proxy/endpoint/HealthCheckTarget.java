package mesh.proxy.endpoint;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom an endpoint is checked, if that differs from where it serves. Immutable.
 *
 * @param address replaces the whole address
 * @param port replaces the port; 0 leaves it
 * @param hostname the Host header of HTTP checks; may be empty
 * @param disabled true if it is never checked and so always passes
 */
public record HealthCheckTarget(
    @Nullable SocketAddress address, int port, String hostname, boolean disabled) {}
