package mesh.proxy.filter.http.router;

import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.ResponseFlag;
import org.jspecify.annotations.Nullable;

/** Refuses requests for the cluster's sake, before a host is chosen. */
final class ClusterGate {

  private static final int UNAVAILABLE = 503;

  private ClusterGate() {}

  /** Null if the request may go on. */
  static @Nullable LocalReply refusal(Cluster cluster, RouterShared shared) {
    if (cluster.isInMaintenance()) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_MAINTENANCE_MODE);
      return reply(
          "maintenance mode",
          "maintenance_mode",
          ResponseFlag.UPSTREAM_OVERFLOW,
          HeaderNames.X_ENVOY_OVERLOADED,
          shared);
    }
    return switch (cluster.drawDrop()) {
      case NONE -> null;
      case DRAWN ->
          reply(
              "drop overload",
              "drop_overload",
              ResponseFlag.DROP_OVERLOAD,
              HeaderNames.X_ENVOY_DROP_OVERLOAD,
              shared);
      case ALL ->
          reply(
              "unconditional drop overload",
              "unconditional_drop_overload",
              ResponseFlag.UNCONDITIONAL_DROP_OVERLOAD,
              HeaderNames.X_ENVOY_UNCONDITIONAL_DROP_OVERLOAD,
              shared);
    };
  }

  private static LocalReply reply(
      String body, String details, ResponseFlag flag, String header, RouterShared shared) {
    Headers more =
        shared.config().suppressEnvoyHeaders() ? null : new Headers(1).add(header, "true");
    return new LocalReply(UNAVAILABLE, body, details, flag, more, -1);
  }
}
