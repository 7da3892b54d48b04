package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.RouteTable;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * The route of one request: looked up before the filters, and again only if one of them says that
 * it changed what routes look at. Confined to one event loop.
 */
final class RouteChoice {

  private final RouteTable table; // one table for the life of the request
  private final Clusters clusters;
  private final Runtime runtime;
  private final StreamInfo info;
  private final long random;
  private @Nullable Route route;
  private boolean known;

  RouteChoice(ConnectionManagerConfig config, StreamInfo info, long random) {
    this.table = config.routes().get();
    this.clusters = config.clusters();
    this.runtime = config.runtime();
    this.info = info;
    this.random = random;
  }

  @Nullable Route of(Headers requestHead) {
    if (!known) {
      known = true;
      route = table.route(requestHead, info, runtime, random);
      if (route != null) {
        tell(route, requestHead);
      }
    }
    return route;
  }

  /** Null as well if nobody has looked it up. */
  @Nullable Route found() {
    return known ? route : null;
  }

  void forget() {
    known = false;
  }

  private void tell(Route found, Headers requestHead) {
    info.routeName = found.name();
    info.virtualHostName = found.virtualHost().name();
    info.routeMetadata = found.metadata();
    info.virtualHostMetadata = found.virtualHost().metadata();
    info.noCluster();
    if (found.action() instanceof Forward forward) {
      Cluster cluster = clusters.get(forward.cluster().cluster(requestHead));
      if (cluster != null) {
        info.cluster(cluster.name(), cluster.config().statName(), cluster.config().metadata());
      }
    }
  }
}
