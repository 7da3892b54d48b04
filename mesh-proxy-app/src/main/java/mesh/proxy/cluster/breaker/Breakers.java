package mesh.proxy.cluster.breaker;

import java.util.List;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Declared;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of one cluster and one routing priority. Shared by all loops.
 *
 * <p>The runtime keys {@code circuit_breakers.<cluster>.<priority>.max_requests} and so on replace
 * what is configured.
 */
public final class Breakers {

  private static final Declared OPEN =
      Declared.of(
          List.of(),
          List.of("cx_open", "rq_pending_open", "rq_open", "rq_retry_open", "cx_pool_open"),
          List.of());

  private final Breaker connections;
  private final Breaker pendingRequests;
  private final Breaker requests;
  private final Breaker retries;
  private final Breaker connectionPools;

  /**
   * Breakers with nothing taken.
   *
   * @param keyPrefix {@code circuit_breakers.<cluster>.<priority>.}
   * @param scope {@code cluster.<cluster>.circuit_breakers.<priority>.}
   */
  public Breakers(Thresholds limits, Runtime runtime, String keyPrefix, Stats scope) {
    declare(scope);
    var make = new Maker(runtime, keyPrefix, scope, limits.trackRemaining());
    connections =
        make.breaker("cx_open", "remaining_cx", "max_connections", limits.maxConnections());
    pendingRequests =
        make.breaker(
            "rq_pending_open",
            "remaining_pending",
            "max_pending_requests",
            limits.maxPendingRequests());
    requests = make.breaker("rq_open", "remaining_rq", "max_requests", limits.maxRequests());
    retries =
        limits.retryBudget().isSet()
            ? make.breaker("rq_retry_open", budget(limits.retryBudget(), runtime, keyPrefix))
            : make.breaker(
                "rq_retry_open", "remaining_retries", "max_retries", limits.maxRetries());
    connectionPools =
        make.breaker(
            "cx_pool_open",
            "remaining_cx_pools",
            "max_connection_pools",
            limits.maxConnectionPools());
  }

  /** Lists the gauges of a cluster whose breakers nobody has used yet. */
  public static void declare(Stats scope) {
    scope.declare(OPEN);
  }

  public Breaker connections() {
    return connections;
  }

  /** Requests that wait for a connection. */
  public Breaker pendingRequests() {
    return pendingRequests;
  }

  public Breaker requests() {
    return requests;
  }

  public Breaker retries() {
    return retries;
  }

  public Breaker connectionPools() {
    return connectionPools;
  }

  private Breaker.Limit budget(Thresholds.RetryBudget budget, Runtime runtime, String keyPrefix) {
    String percentKey = keyPrefix + "retry_budget.budget_percent";
    String minimumKey = keyPrefix + "retry_budget.min_retry_concurrency";
    return () -> {
      double percent = runtime.number(percentKey, budget.percent());
      long atLeast = runtime.integer(minimumKey, budget.minConcurrency());
      long under = (long) requests().count() + pendingRequests().count();
      return Math.max(atLeast, (long) (percent / 100.0 * under));
    };
  }

  private record Maker(Runtime runtime, String keyPrefix, Stats scope, boolean tracked) {

    Breaker breaker(String openName, String remainingName, String key, long max) {
      String fullKey = keyPrefix + key;
      Gauge remaining = tracked ? scope.gauge(remainingName) : null;
      return breaker(openName, () -> runtime.integer(fullKey, max), remaining);
    }

    Breaker breaker(String openName, Breaker.Limit limit) {
      return breaker(openName, limit, null);
    }

    private Breaker breaker(String openName, Breaker.Limit limit, @Nullable Gauge remaining) {
      return new Breaker(limit, scope, openName, remaining);
    }
  }
}
