package mesh.proxy.filter.http.ratelimit;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimit;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.ratelimit}. */
public final class RateLimitFilterFactory implements HttpFilterFactory<RateLimit> {

  @Override
  public String name() {
    return "envoy.filters.http.ratelimit";
  }

  @Override
  public RateLimit prototype() {
    return RateLimit.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return RateLimitConfig.SUPPORTED.and(PerRouteConfig.SUPPORTED);
  }

  @Override
  public Supplier<HttpFilter> bind(RateLimit proto, FilterContext context) {
    var filter = new RateLimitFilter(RateLimitConfig.parse(proto), context);
    return () -> filter;
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(RateLimitPerRoute.getDefaultInstance());
  }

  @Override
  public Object bindRoute(Message proto, FilterContext context) {
    return PerRouteConfig.parse((RateLimitPerRoute) proto);
  }
}
