package mesh.proxy.filter.http.localratelimit;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.local_ratelimit}. */
public final class LocalRateLimitFilterFactory implements HttpFilterFactory<LocalRateLimit> {

  @Override
  public String name() {
    return "envoy.filters.http.local_ratelimit";
  }

  @Override
  public LocalRateLimit prototype() {
    return LocalRateLimit.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return LocalRateLimitConfig.SUPPORTED;
  }

  @Override
  public Supplier<HttpFilter> bind(LocalRateLimit proto, FilterContext context) {
    var limit = new Limit(LocalRateLimitConfig.parse(proto), context);
    var filter = new LocalRateLimitFilter(context.filterName(), limit);
    return () -> filter;
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(prototype());
  }

  @Override
  public Object bindRoute(Message proto, FilterContext context) {
    return new Limit(LocalRateLimitConfig.parseRoute((LocalRateLimit) proto), context);
  }
}
