package mesh.proxy.filter.http.healthcheck;

import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.health_check}. */
public final class HealthCheckFilterFactory implements HttpFilterFactory<HealthCheck> {

  @Override
  public String name() {
    return "envoy.filters.http.health_check";
  }

  @Override
  public HealthCheck prototype() {
    return HealthCheck.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return HealthCheckConfig.SUPPORTED;
  }

  @Override
  public Supplier<HttpFilter> bind(HealthCheck proto, FilterContext context) {
    var config = HealthCheckConfig.parse(proto);
    var filter =
        new HealthCheckFilter(
            context.filterName(),
            config,
            new Answers(context.clusters(), config.clusters()),
            new CachedAnswer(config.cacheTime(), context.nanoClock()),
            new HealthCheckFilter.Site(context.health(), context.serviceCluster()));
    return () -> filter;
  }
}
