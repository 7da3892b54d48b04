package mesh.proxy.filter.http.cors;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.route.cors.CorsPolicyConfig;

/** Registers {@code envoy.filters.http.cors}. */
public final class CorsFilterFactory implements HttpFilterFactory<Cors> {

  @Override
  public String name() {
    return "envoy.filters.http.cors";
  }

  @Override
  public Cors prototype() {
    return Cors.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(CorsPolicyConfig.SUPPORTED);
  }

  @Override
  public Supplier<HttpFilter> bind(Cors proto, FilterContext context) {
    var stats = CorsStats.of(context.stats(), context.statPrefix());
    var filter = new CorsFilter(context.filterName(), stats, context.runtime());
    return () -> filter;
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(CorsPolicy.getDefaultInstance());
  }

  @Override
  public Object bindRoute(Message proto, FilterContext context) {
    return CorsPolicyConfig.parse((CorsPolicy) proto);
  }
}
