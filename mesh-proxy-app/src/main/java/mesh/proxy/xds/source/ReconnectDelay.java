package mesh.proxy.xds.source;

import java.util.function.IntUnaryOperator;

/**
 * How long to wait before the next attempt: random below a bound that doubles, as Envoy does it.
 * Confined to one thread.
 */
final class ReconnectDelay {

  private static final int FIRST_MILLIS = 500;
  private static final int MOST_MILLIS = 30_000;

  private final IntUnaryOperator randomBelow;
  private int bound = FIRST_MILLIS;

  ReconnectDelay(IntUnaryOperator randomBelow) {
    this.randomBelow = randomBelow;
  }

  int nextMillis() {
    int wait = randomBelow.applyAsInt(bound);
    bound = Math.min(MOST_MILLIS, bound * 2);
    return wait;
  }

  void reset() {
    bound = FIRST_MILLIS;
  }
}
