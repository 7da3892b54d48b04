package mesh.proxy.cluster;

import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.stats.ClusterStats;
import org.jspecify.annotations.Nullable;

/** Makes running clusters from what was configured. */
final class ClusterFactory {

  private ClusterFactory() {}

  static Cluster create(ClusterConfig config, ClusterContext context) {
    var scope = context.stats().hold("cluster." + config.statName());
    try {
      var stats = new ClusterStats(scope);
      return new Cluster(config, context, stats, sockets(config.transport(), stats, context));
    } catch (InvalidConfigException e) {
      scope.release();
      throw e;
    }
  }

  private static UpstreamSockets sockets(
      TransportSocketConfig config, ClusterStats stats, ClusterContext context) {
    if (config == TransportSocketConfig.PLAINTEXT) {
      return UpstreamSockets.PLAINTEXT;
    }
    List<UpstreamSockets.Match> matches = new ArrayList<>(config.matches().size());
    for (int at = 0; at < config.matches().size(); at++) {
      TransportSocketConfig.Match match = config.matches().get(at);
      String field = "transport_socket_matches[" + at + "].transport_socket";
      matches.add(
          new UpstreamSockets.Match(match.criteria(), bind(match.socket(), field, stats, context)));
    }
    var usual = config.socket();
    return new UpstreamSockets(
        usual == null ? null : bind(usual, "transport_socket", stats, context), matches);
  }

  private static mesh.proxy.tls.@Nullable UpstreamTls bind(
      io.envoyproxy.envoy.config.core.v3.TransportSocket socket,
      String field,
      ClusterStats stats,
      ClusterContext context) {
    try {
      return context.sockets().bind(socket, stats);
    } catch (InvalidConfigException e) {
      throw e.under(field);
    }
  }
}
