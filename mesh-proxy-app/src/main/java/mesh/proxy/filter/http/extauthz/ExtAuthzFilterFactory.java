package mesh.proxy.filter.http.extauthz;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.ext_authz}. */
public final class ExtAuthzFilterFactory implements HttpFilterFactory<ExtAuthz> {

  @Override
  public String name() {
    return "envoy.filters.http.ext_authz";
  }

  @Override
  public ExtAuthz prototype() {
    return ExtAuthz.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return ExtAuthzConfig.SUPPORTED.and(PerRouteConfig.SUPPORTED);
  }

  @Override
  public Supplier<HttpFilter> bind(ExtAuthz proto, FilterContext context) {
    var filter = new ExtAuthzFilter(ExtAuthzConfig.parse(proto), context);
    return () -> filter;
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(ExtAuthzPerRoute.getDefaultInstance());
  }

  @Override
  public Object bindRoute(Message proto, FilterContext context) {
    return PerRouteConfig.parse((ExtAuthzPerRoute) proto);
  }
}
