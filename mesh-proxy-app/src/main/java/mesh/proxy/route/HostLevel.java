package mesh.proxy.route;

import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.route.forward.ClusterSpecifier;
import mesh.proxy.route.forward.Mirror;

/**
 * What the routes of a virtual host inherit while they are read.
 *
 * @param filters of the route table and the host
 * @param mostSpecificWins whether the route's header mutations are applied last
 * @param requestBufferLimit bytes, or {@link Route#NO_LIMIT}
 * @param validateClusters whether routes to unknown clusters are refused
 */
record HostLevel(
    RouteContext context,
    VirtualHost host,
    RouteFilters filters,
    RouteMutations ofTable,
    RouteMutations ofHost,
    boolean mostSpecificWins,
    ForwardConfig.Inherited inherited,
    long requestBufferLimit,
    long maxDirectResponseBytes,
    boolean validateClusters) {

  /**
   * The mutations of all levels in the order in which they are applied: Envoy's is from the route
   * outwards, so that the table has the last word, unless the table itself turns it around.
   */
  List<RouteMutations> mutationsWith(RouteMutations ofRoute) {
    return mostSpecificWins ? List.of(ofTable, ofHost, ofRoute) : List.of(ofRoute, ofHost, ofTable);
  }

  /**
   * Refuses clusters that do not exist, if that is asked for.
   *
   * @param field that names the cluster
   */
  void check(Forward forward, String field) {
    check(forward.cluster(), field);
    for (Mirror mirror : forward.mirrors()) {
      check(mirror.cluster(), "request_mirror_policies");
    }
  }

  private void check(ClusterSpecifier cluster, String field) {
    if (validateClusters
        && cluster instanceof ClusterSpecifier.Fixed(String name)
        && !context.clusters().test(name)) {
      throw new InvalidConfigException(field, name, RouteTableConfig.KNOWN_CLUSTER);
    }
  }
}
