package mesh.proxy.filter.network.tcpproxy;

import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.accesslog.AccessLogFactory;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;

/** Registers {@code envoy.filters.network.tcp_proxy}. */
public final class TcpProxyFactory implements NetworkFilterFactory<TcpProxy> {

  private final Clusters clusters;
  private final AccessLogFactory accessLogs;

  public TcpProxyFactory(Clusters clusters, AccessLogFactory accessLogs) {
    this.clusters = clusters;
    this.accessLogs = accessLogs;
  }

  @Override
  public String name() {
    return "envoy.filters.network.tcp_proxy";
  }

  @Override
  public TcpProxy prototype() {
    return TcpProxy.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return TcpProxyConfig.SUPPORTED;
  }

  @Override
  public boolean isTerminal() {
    return true;
  }

  @Override
  public NetworkFilter bind(TcpProxy config, NetworkFilterContext context) {
    AccessLog log =
        ProtoValue.under("access_log", () -> accessLogs.bind(config.getAccessLogList()));
    return new TcpProxyFilter(
        TcpProxyConfig.parse(config),
        TcpProxyStats.of(context.stats(), config.getStatPrefix()),
        log,
        clusters,
        context);
  }
}
