package mesh.proxy.route;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import java.util.ArrayList;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;
import mesh.proxy.mutation.MutationConfig;
import mesh.proxy.route.forward.ClusterSpecifier;
import mesh.proxy.route.match.RouteMatch;

/** Reads routes to several clusters by weight: a route for each of them. */
final class WeightedConfig {

  static final Supported SUPPORTED =
      Supported.of(WeightedCluster.getDefaultInstance())
          .fields("clusters", "runtime_key_prefix", "header_name")
          .ignored("total_weight", "the sum of the weights counts, as in Envoy")
          .and(Supported.all(ClusterWeight.getDefaultInstance()));

  private static final long MOST_WEIGHT = 0xffff_ffffL;

  private WeightedConfig() {}

  /** Reads a whole action; faults are relative to it. */
  static RouteEntry parse(RouteAction proto, RouteMatch match, RouteLevel level) {
    WeightedCluster weighted = proto.getWeightedClusters();
    var choices = new ArrayList<RouteEntry.Weighted>(weighted.getClustersCount());
    long total = 0;
    for (int at = 0; at < weighted.getClustersCount(); at++) {
      ClusterWeight cluster = weighted.getClusters(at);
      RouteEntry.Weighted choice =
          ProtoValue.under(
              "weighted_clusters.clusters[" + at + "]",
              () -> choice(proto, cluster, weighted.getRuntimeKeyPrefix(), level));
      choices.add(choice);
      total += choice.weight();
    }
    if (total == 0 || total > MOST_WEIGHT) {
      throw new InvalidConfigException(
          "weighted_clusters.clusters",
          "a total weight of " + total,
          "a total weight of 1 to " + MOST_WEIGHT);
    }
    return new RouteEntry(match, choices, Ascii.lower(weighted.getHeaderName()));
  }

  private static RouteEntry.Weighted choice(
      RouteAction action, ClusterWeight proto, String runtimePrefix, RouteLevel level) {
    if (proto.getName().isEmpty() == proto.getClusterHeader().isEmpty()) {
      throw new InvalidConfigException(
          "name", proto.getName(), "exactly one of name and cluster_header");
    }
    if (!proto.hasWeight()) {
      throw new InvalidConfigException("weight", null, "a number of 0 or more");
    }
    ClusterSpecifier cluster =
        proto.getName().isEmpty()
            ? new ClusterSpecifier.FromHeader(Ascii.lower(proto.getClusterHeader()))
            : new ClusterSpecifier.Fixed(proto.getName());
    Forward forward =
        ForwardConfig.parse(
            action,
            level.path(),
            level.host().inherited(),
            new ForwardConfig.Target(
                cluster,
                ForwardConfig.labels(proto.getMetadataMatch()),
                proto.getHostRewriteLiteral()));
    level.host().check(forward, "name");
    var mutations =
        new RouteMutations(
            MutationConfig.parse(
                "request_headers",
                proto.getRequestHeadersToAddList(),
                proto.getRequestHeadersToRemoveList()),
            MutationConfig.parse(
                "response_headers",
                proto.getResponseHeadersToAddList(),
                proto.getResponseHeadersToRemoveList()));
    Route route =
        level.route(
            forward,
            mutations,
            PerFilterConfig.parse(
                proto.getTypedPerFilterConfigMap(), level.host().context().filters()));
    return new RouteEntry.Weighted(
        route,
        Integer.toUnsignedLong(proto.getWeight().getValue()),
        runtimePrefix.isEmpty() ? "" : runtimePrefix + "." + proto.getName());
  }
}
