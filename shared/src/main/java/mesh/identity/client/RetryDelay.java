package mesh.identity.client;

import java.time.Duration;
import java.util.function.IntUnaryOperator;

/**
 * How long to wait after a failure: random in the upper half of a bound that doubles, so that a
 * thousand proxies do not come back at once. Confined to one thread.
 */
final class RetryDelay {

  private static final int FIRST_MILLIS = 500;
  private static final int MOST_MILLIS = 30_000;
  private static final int PARTS = 8; // attempts that what is left of a certificate is good for

  private final IntUnaryOperator randomBelow;
  private int bound = FIRST_MILLIS;

  RetryDelay(IntUnaryOperator randomBelow) {
    this.randomBelow = randomBelow;
  }

  /**
   * The next wait.
   *
   * @param left how long the certificate in use is still valid; zero if it is not
   */
  Duration next(Duration left) {
    int most = bound;
    if (left.isPositive()) {
      long part = left.toMillis() / PARTS;
      most = Math.clamp(part, FIRST_MILLIS, bound);
    }
    bound = Math.min(MOST_MILLIS, bound * 2);
    return Duration.ofMillis(most / 2 + randomBelow.applyAsInt(most / 2));
  }

  void reset() {
    bound = FIRST_MILLIS;
  }
}
