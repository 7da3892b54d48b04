package mesh.proxy.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections to a cluster are made. Immutable.
 *
 * @param connectTimeout above zero; includes the TLS handshake
 * @param bufferLimitBytes watermark of each connection's buffers
 * @param sources addresses to bind to, by the family of the host; empty leaves it to the system
 * @param keepAlive null leaves it off
 * @param closeOnHealthFailure true if connections are closed when their host becomes unhealthy
 */
public record ConnectionConfig(
    Duration connectTimeout,
    int bufferLimitBytes,
    List<InetSocketAddress> sources,
    @Nullable KeepAlive keepAlive,
    boolean closeOnHealthFailure) {

  /** Envoy's defaults. */
  public static final ConnectionConfig ENVOY =
      new ConnectionConfig(Duration.ofSeconds(5), 1024 * 1024, List.of(), null, false);

  public ConnectionConfig {
    sources = List.copyOf(sources);
  }

  /**
   * TCP keep-alive. Immutable; 0 leaves a value to the system.
   *
   * @param probes unanswered ones after which the connection is dead
   */
  public record KeepAlive(int probes, int idleSeconds, int intervalSeconds) {}
}
