package mesh.proxy.route;

import java.util.ArrayList;
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
    return new Route(facts, host.host(), path, action, filters, host.mutationsWith(mutations));
  }

  /** A route of a weighted cluster, whose own mutations come first in any case. */
  Route route(
      RouteAction action, RouteMutations ofCluster, Map<String, FilterBinding> filtersOfCluster) {
    var ordered = new ArrayList<RouteMutations>();
    ordered.add(ofCluster);
    ordered.addAll(host.mutationsWith(mutations));
    return new Route(facts, host.host(), path, action, filters.with(filtersOfCluster), ordered);
  }
}
