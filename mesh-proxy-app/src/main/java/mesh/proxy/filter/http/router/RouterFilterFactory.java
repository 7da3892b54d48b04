package mesh.proxy.filter.http.router;

import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import java.net.InetAddress;
import java.util.function.Function;
import mesh.proxy.cluster.pool.Pools;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.filter.http.TerminalFilterFactory;
import org.jspecify.annotations.Nullable;

/** Registers {@code envoy.filters.http.router}. */
public final class RouterFilterFactory implements TerminalFilterFactory<Router> {

  private final Pools pools;
  private final String ownAddress;

  /**
   * For all routers of the process.
   *
   * @param ownAddress under which others may know this machine; null if it has none
   */
  public RouterFilterFactory(Pools pools, @Nullable InetAddress ownAddress) {
    this.pools = pools;
    this.ownAddress = ownAddress == null ? "" : ownAddress.getHostAddress();
  }

  @Override
  public String name() {
    return "envoy.filters.http.router";
  }

  @Override
  public Router prototype() {
    return Router.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return RouterConfig.SUPPORTED;
  }

  @Override
  public Function<StreamContext, TerminalFilter> bind(Router config, FilterContext context) {
    var shared = new RouterShared(RouterConfig.parse(config), context, pools, ownAddress);
    return stream -> new RouterFilter(shared, stream);
  }
}
