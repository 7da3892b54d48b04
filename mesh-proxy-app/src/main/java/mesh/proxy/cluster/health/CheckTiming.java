package mesh.proxy.cluster.health;

import java.time.Duration;
import java.util.function.IntUnaryOperator;

/**
 * When hosts are asked. Immutable.
 *
 * @param timeout until an answer must be there
 * @param noTraffic interval while the cluster has never been used
 * @param noTrafficHealthy the same, for hosts that pass
 * @param unhealthy interval for hosts that fail
 * @param unhealthyEdge while failures are counted towards the threshold
 * @param healthyEdge while successes are counted towards the threshold
 * @param initialJitter up to this late for the first check
 * @param intervalJitter up to this late for every other one
 * @param jitterPercent of the interval, in addition
 */
public record CheckTiming(
    Duration timeout,
    Duration interval,
    Duration noTraffic,
    Duration noTrafficHealthy,
    Duration unhealthy,
    Duration unhealthyEdge,
    Duration healthyEdge,
    Duration initialJitter,
    Duration intervalJitter,
    int jitterPercent) {

  private static final int PERCENT = 100;

  /** How long to wait before the first check. */
  Duration first(IntUnaryOperator randomBelow) {
    return Duration.ofMillis(below(initialJitter.toMillis(), randomBelow));
  }

  /**
   * How long to wait before the next check.
   *
   * @param success what the last one found
   * @param pending true if the host would change with more of that
   */
  Duration next(
      boolean success, boolean pending, boolean hasTraffic, IntUnaryOperator randomBelow) {
    Duration base = hasTraffic ? usual(success, pending) : idle(success, pending);
    long share = base.toMillis() * jitterPercent / PERCENT;
    return base.plusMillis(below(share, randomBelow))
        .plusMillis(below(intervalJitter.toMillis(), randomBelow));
  }

  private Duration usual(boolean success, boolean pending) {
    if (success) {
      return pending ? healthyEdge : interval;
    }
    return pending ? unhealthyEdge : unhealthy;
  }

  private Duration idle(boolean success, boolean pending) {
    return success && !pending ? noTrafficHealthy : noTraffic;
  }

  private static long below(long bound, IntUnaryOperator randomBelow) {
    return bound <= 0 ? 0 : randomBelow.applyAsInt((int) Math.min(bound, Integer.MAX_VALUE));
  }
}
