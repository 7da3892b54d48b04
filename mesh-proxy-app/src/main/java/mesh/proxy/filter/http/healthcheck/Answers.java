package mesh.proxy.filter.http.healthcheck;

import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.stats.ClusterGauge;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.ResponseFlag;

/** What health checks are answered with where upstream is not asked. Immutable. */
final class Answers {

  private static final String OURS =
      "health_check_"; // begins the details of all answers of this filter
  private static final int ALL = 100;
  private static final LocalReply OK = new LocalReply(200, "", OURS + "ok", null);
  private static final LocalReply CLUSTERS_OK =
      new LocalReply(200, "", OURS + "ok_cluster_healthy", null);
  private static final LocalReply FAILED = failure("failed");
  private static final LocalReply NO_CLUSTER = failure("failed_no_cluster_found");
  private static final LocalReply EMPTY = failure("failed_cluster_empty");
  private static final LocalReply UNHEALTHY = failure("failed_cluster_unhealthy");

  private final Clusters clusters;
  private final List<HealthCheckConfig.Needed> needed;

  Answers(Clusters clusters, List<HealthCheckConfig.Needed> needed) {
    this.clusters = clusters;
    this.needed = needed;
  }

  /** An operator said that this proxy is unfit. */
  LocalReply failed() {
    return FAILED;
  }

  /** Upstream's own answer, again. */
  LocalReply cached(CachedAnswer.Answer answer) {
    Headers headers =
        answer.isDegraded() ? new Headers().add(HeaderNames.X_ENVOY_DEGRADED, "") : null;
    ResponseFlag flag = answer.status() / 100 == 2 ? null : ResponseFlag.FAILED_LOCAL_HEALTH_CHECK;
    return new LocalReply(answer.status(), "", OURS + "cached", flag, headers, -1);
  }

  /** By the health of the clusters that were named. */
  LocalReply byClusters() {
    for (HealthCheckConfig.Needed one : needed) {
      Cluster cluster = clusters.get(one.cluster());
      if (cluster == null) {
        return NO_CLUSTER;
      }
      long total = members(cluster, ClusterGauge.MEMBERSHIP_TOTAL);
      long fit =
          members(cluster, ClusterGauge.MEMBERSHIP_HEALTHY)
              + members(cluster, ClusterGauge.MEMBERSHIP_DEGRADED);
      if (total == 0 && one.percent() > 0) {
        return EMPTY;
      }
      if (fit * ALL < total * one.percent()) {
        return UNHEALTHY;
      }
    }
    return needed.isEmpty() ? OK : CLUSTERS_OK;
  }

  /** True for the details of an answer of this filter. */
  static boolean isOurs(String details) {
    return details.startsWith(OURS);
  }

  private static long members(Cluster cluster, ClusterGauge which) {
    return cluster.stats().gauge(which).value();
  }

  private static LocalReply failure(String what) {
    return new LocalReply(503, "", OURS + what, ResponseFlag.FAILED_LOCAL_HEALTH_CHECK);
  }
}
