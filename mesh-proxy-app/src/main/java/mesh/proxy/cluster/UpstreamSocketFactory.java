package mesh.proxy.cluster;

import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.tls.UpstreamTls;
import org.jspecify.annotations.Nullable;

/** Makes the TLS side of a cluster from its configuration. */
@FunctionalInterface
public interface UpstreamSocketFactory {

  /**
   * Validates a transport socket and makes it ready for use.
   *
   * @return null for plaintext
   * @throws mesh.config.InvalidConfigException fields relative to the message
   */
  @Nullable UpstreamTls bind(TransportSocket socket, ClusterStats stats);
}
