package mesh.proxy.filter.http.fault;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/**
 * Counters of one connection manager.
 *
 * @param overflow faults that were not injected because there were too many
 * @param throttled responses that were slowed down
 * @param active requests under a fault now
 */
record FaultStats(
    Stats scope,
    Counter delays,
    Counter aborts,
    Counter overflow,
    Counter throttled,
    Gauge active) {

  private static final String DELAYS = "delays_injected";
  private static final String ABORTS = "aborts_injected";

  static FaultStats of(Stats root, String prefix) {
    Stats scope = root.scope(prefix + "fault");
    return new FaultStats(
        scope,
        scope.counter(DELAYS),
        scope.counter(ABORTS),
        scope.counter("faults_overflow"),
        scope.counter("response_rl_injected"),
        scope.gauge("active_faults"));
  }

  /** Counts a delay, also for a downstream cluster unless that is empty. */
  void delayed(String downstreamCluster) {
    delays.increment();
    if (!downstreamCluster.isEmpty()) {
      scope.scope(downstreamCluster).counter(DELAYS).increment();
    }
  }

  /** Counts an abort, also for a downstream cluster unless that is empty. */
  void aborted(String downstreamCluster) {
    aborts.increment();
    if (!downstreamCluster.isEmpty()) {
      scope.scope(downstreamCluster).counter(ABORTS).increment();
    }
  }
}
