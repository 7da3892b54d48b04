package mesh.proxy.filter.http.istiostats;

import istio.stats.PluginConfig;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.network.ListenerFacts.Direction;
import mesh.proxy.workload.Reporter;
import mesh.proxy.workload.ServiceMetricsConfig;

/** Registers {@code istio.stats} for requests. */
public final class IstioStatsFactory implements HttpFilterFactory<PluginConfig> {

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
  public Supplier<HttpFilter> bind(PluginConfig proto, FilterContext context) {
    Reporter reporter =
        context.direction() == Direction.INBOUND ? Reporter.DESTINATION : Reporter.SOURCE;
    context.serviceMetrics().recordBuild();
    var filter =
        new IstioStatsFilter(ServiceMetricsConfig.parse(proto), reporter, context.serviceMetrics());
    return () -> filter;
  }
}
