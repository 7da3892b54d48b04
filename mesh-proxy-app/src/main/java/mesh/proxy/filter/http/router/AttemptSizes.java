package mesh.proxy.filter.http.router;

import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.stats.ClusterHistogram;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The costly statistics of one attempt, for clusters that ask for them. Confined to its event loop.
 */
final class AttemptSizes {

  private static final int PERCENT = 100;

  private final ClusterStats stats;
  private final boolean sizes;
  private final boolean budgets;
  private long perTryMillis;
  private long requestBytes;
  private long responseBytes;
  private boolean answered;

  private AttemptSizes(Cluster cluster) {
    this.stats = cluster.stats();
    this.sizes = cluster.config().tracked().sizes();
    this.budgets = cluster.config().tracked().timeoutBudgets();
  }

  /** Null if the cluster does not ask. */
  static @Nullable AttemptSizes of(Cluster cluster) {
    var tracked = cluster.config().tracked();
    return tracked.sizes() || tracked.timeoutBudgets() ? new AttemptSizes(cluster) : null;
  }

  void limit(long millis) {
    perTryMillis = millis;
  }

  void sent(long bytes) {
    requestBytes += bytes;
  }

  void received(long bytes) {
    responseBytes += bytes;
  }

  void head(Headers response) {
    answered = true;
    if (sizes) {
      stats.record(ClusterHistogram.UPSTREAM_RS_HEADERS_SIZE, bytes(response));
      stats.record(ClusterHistogram.UPSTREAM_RS_HEADERS_COUNT, response.size());
    }
  }

  /** The attempt is over. */
  void end(@Nullable Headers request, long elapsedMillis) {
    if (budgets) {
      stats.record(
          ClusterHistogram.UPSTREAM_RQ_TIMEOUT_BUDGET_PER_TRY_PERCENT_USED,
          percent(elapsedMillis, perTryMillis));
    }
    if (sizes) {
      if (request != null) {
        stats.record(ClusterHistogram.UPSTREAM_RQ_HEADERS_SIZE, bytes(request));
        stats.record(ClusterHistogram.UPSTREAM_RQ_HEADERS_COUNT, request.size());
      }
      stats.record(ClusterHistogram.UPSTREAM_RQ_BODY_SIZE, requestBytes);
      if (answered) {
        stats.record(ClusterHistogram.UPSTREAM_RS_BODY_SIZE, responseBytes);
      }
    }
  }

  /** The request as a whole was answered. */
  static void complete(Cluster cluster, long elapsedMillis, long timeoutMillis) {
    if (cluster.config().tracked().timeoutBudgets()) {
      cluster
          .stats()
          .record(
              ClusterHistogram.UPSTREAM_RQ_TIMEOUT_BUDGET_PERCENT_USED,
              percent(elapsedMillis, timeoutMillis));
    }
  }

  private static long percent(long elapsedMillis, long ofMillis) {
    return ofMillis <= 0 ? 0 : PERCENT * elapsedMillis / ofMillis;
  }

  private static long bytes(Headers head) {
    long bytes = 0;
    for (int at = 0; at < head.size(); at++) {
      bytes += head.name(at).length() + head.value(at).length();
    }
    return bytes;
  }
}
