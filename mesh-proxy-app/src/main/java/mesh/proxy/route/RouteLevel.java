package mesh.proxy.route;

import java.util.Map;
import mesh.proxy.route.match.PathRule;

/** A route while it is read: all but its action. */
record RouteLevel(
    RouteFacts facts,
    PathRule path,
    RouteMutations mutations,
    RouteFilters filters,
    HostLevel host) {

  Route route(RouteAction action) {
    return route(action, RouteMutations.NONE, Map.of());
  }

  /** A route of a weighted cluster, which has mutations and filter configurations of its own. */
  Route route(
      RouteAction action, RouteMutations ofCluster, Map<String, FilterBinding> filtersOfCluster) {
    return new Route(
        new Route.Parts(
            facts,
            host.host(),
            path,
            filters.with(filtersOfCluster),
            ofCluster,
            host.mutationsWith(mutations)),
        action);
  }
}
