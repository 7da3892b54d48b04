package mesh.proxy.filter.http.rbac;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBACPerRoute;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.rbac}. */
public final class RbacFilterFactory implements HttpFilterFactory<RBAC> {

  @Override
  public String name() {
    return "envoy.filters.http.rbac";
  }

  @Override
  public RBAC prototype() {
    return RBAC.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return RbacConfig.SUPPORTED;
  }

  @Override
  public Supplier<HttpFilter> bind(RBAC proto, FilterContext context) {
    var config = RbacConfig.parse(proto);
    var filter =
        new RbacFilter(
            context.filterName(),
            Policies.of(config),
            RbacStats.of(
                context.stats(), context.statPrefix(), config.rulesPrefix(), Outcome.Kind.ENFORCED),
            RbacStats.of(
                context.stats(), context.statPrefix(), config.shadowPrefix(), Outcome.Kind.SHADOW));
    return () -> filter;
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(RBACPerRoute.getDefaultInstance());
  }

  @Override
  public Object bindRoute(Message proto, FilterContext context) {
    return Policies.of(RbacConfig.parseRoute((RBACPerRoute) proto));
  }
}
