package mesh.proxy.cluster.health;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/** {@code cluster.<name>.health_check.*}. Shared by all threads. */
record HealthStats(
    Counter attempt,
    Counter success,
    Counter failure,
    Counter passiveFailure,
    Counter networkFailure,
    Counter verifyCluster,
    Gauge healthy,
    Gauge degraded) {

  /** The numbers below a cluster's scope. */
  static HealthStats of(Stats cluster) {
    Stats scope = cluster.scope("health_check");
    return new HealthStats(
        scope.counter("attempt"),
        scope.counter("success"),
        scope.counter("failure"),
        scope.counter("passive_failure"),
        scope.counter("network_failure"),
        scope.counter("verify_cluster"),
        scope.gauge("healthy"),
        scope.gauge("degraded"));
  }
}
