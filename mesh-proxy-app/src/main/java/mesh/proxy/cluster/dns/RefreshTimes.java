package mesh.proxy.cluster.dns;

import java.time.Duration;
import java.util.function.IntUnaryOperator;

/**
 * When a name is asked for again. Immutable.
 *
 * @param usual after an answer
 * @param respectTtl true if the answer itself says when, where it does
 * @param jitter up to this later
 * @param failureBase after the first failure; zero for {@code usual}
 * @param failureMost after many failures
 */
public record RefreshTimes(
    Duration usual,
    boolean respectTtl,
    Duration jitter,
    Duration failureBase,
    Duration failureMost) {

  private static final int MOST_DOUBLINGS = 30;

  /** How long to wait after an answer. */
  Duration after(DnsAnswer answer, IntUnaryOperator randomBelow) {
    boolean byTtl = respectTtl && !answer.ttl().isZero();
    return (byTtl ? answer.ttl() : usual).plusMillis(below(jitter.toMillis(), randomBelow));
  }

  /**
   * How long to wait after failures.
   *
   * @param failures in a row, at least 1
   */
  Duration afterFailure(int failures, IntUnaryOperator randomBelow) {
    if (failureBase.isZero()) {
      return usual.plusMillis(below(jitter.toMillis(), randomBelow));
    }
    long grown = failureBase.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long bound = grown <= 0 ? failureMost.toMillis() : Math.min(grown, failureMost.toMillis());
    return Duration.ofMillis(Math.max(1, below(bound, randomBelow)));
  }

  private static long below(long bound, IntUnaryOperator randomBelow) {
    return bound <= 0 ? 0 : randomBelow.applyAsInt((int) Math.min(bound, Integer.MAX_VALUE));
  }
}
