package mesh.proxy.cluster;

import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transport sockets of a cluster, unread: TLS is another room's business. Immutable.
 *
 * @param socket null for plaintext
 * @param matches the first that fits an endpoint's metadata replaces {@code socket}
 */
public record TransportSocketConfig(@Nullable TransportSocket socket, List<Match> matches) {

  /** Plaintext for all. */
  public static final TransportSocketConfig PLAINTEXT = new TransportSocketConfig(null, List.of());

  /** The namespace of endpoint metadata that matches look at. */
  public static final String NAMESPACE = "envoy.transport_socket_match";

  public TransportSocketConfig {
    matches = List.copyOf(matches);
  }

  /**
   * A socket for some endpoints. Immutable.
   *
   * @param criteria what an endpoint's metadata must hold; empty fits all
   */
  public record Match(String name, Map<String, Object> criteria, TransportSocket socket) {}
}
