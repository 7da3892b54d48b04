package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.http.Headers;
import mesh.proxy.route.Route;
import mesh.proxy.route.RouteTable;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * The route of one request: looked up when somebody asks, and again only if a filter says that it
 * changed what routes look at. Confined to one event loop.
 */
final class RouteChoice {

  private final RouteTable table; // one table for the life of the request
  private final Runtime runtime;
  private final StreamInfo info;
  private final long random;
  private @Nullable Route route;
  private boolean known;

  RouteChoice(ConnectionManagerConfig config, StreamInfo info, long random) {
    this.table = config.routes().get();
    this.runtime = config.runtime();
    this.info = info;
    this.random = random;
  }

  @Nullable Route of(Headers requestHead) {
    if (!known) {
      known = true;
      route = table.route(requestHead, info, runtime, random);
      if (route != null) {
        tell(route);
      }
    }
    return route;
  }

  void forget() {
    known = false;
  }

  private void tell(Route found) {
    info.routeName = found.name();
    info.virtualHostName = found.virtualHost().name();
    info.routeMetadata = found.metadata();
    info.virtualHostMetadata = found.virtualHost().metadata();
  }
}
