package mesh.proxy.filter.network.istiostats;

import istio.stats.PluginConfig;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.network.ListenerFacts.Direction;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;
import mesh.proxy.workload.Reporter;
import mesh.proxy.workload.ServiceMetrics;
import mesh.proxy.workload.ServiceMetricsConfig;

/** Registers {@code istio.stats} for connections. */
public final class TcpStatsFactory implements NetworkFilterFactory<PluginConfig> {

  private final ServiceMetrics metrics;

  public TcpStatsFactory(ServiceMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public String name() {
    return "istio.stats";
  }

  @Override
  public PluginConfig prototype() {
    return PluginConfig.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return ServiceMetricsConfig.SUPPORTED;
  }

  @Override
  public NetworkFilter bind(PluginConfig proto, NetworkFilterContext context) {
    long periodMillis = ServiceMetricsConfig.parse(proto).period().toMillis();
    Reporter reporter =
        context.listener().direction() == Direction.INBOUND
            ? Reporter.DESTINATION
            : Reporter.SOURCE;
    metrics.recordBuild();
    return connection -> {
      var report = new ConnectionReport(metrics, reporter, periodMillis, connection);
      report.begin();
      connection.channel().closeFuture().addListener(closed -> report.end());
      return NetworkFilter.Verdict.CONTINUE;
    };
  }
}
