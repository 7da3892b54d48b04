package mesh.proxy.filter.network.tcpproxy;

import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.filter.network.NetworkConnection;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;

/** Begins a session for every connection. Immutable; shared by all loops. */
record TcpProxyFilter(
    TcpProxyConfig config,
    TcpProxyStats stats,
    AccessLog log,
    Clusters clusters,
    NetworkFilterContext context)
    implements NetworkFilter {

  @Override
  public Verdict onConnection(NetworkConnection connection) {
    new TcpSession(this, connection).begin();
    return Verdict.CONTINUE;
  }

  /** The cluster of a new connection, drawn by weight. */
  TcpProxyConfig.Target draw() {
    var targets = config.targets();
    if (targets.size() == 1) {
      return targets.getFirst();
    }
    int total = 0;
    for (TcpProxyConfig.Target target : targets) {
      total += target.weight();
    }
    int drawn = context.randomBelow().applyAsInt(total);
    for (TcpProxyConfig.Target target : targets) {
      drawn -= target.weight();
      if (drawn < 0) {
        return target;
      }
    }
    return targets.getLast();
  }
}
