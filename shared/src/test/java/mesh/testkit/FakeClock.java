package mesh.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nanosecond clock that moves only when told. Shared by all threads.
 *
 * <p>Starts one second before {@link Long#MAX_VALUE}: like {@link System#nanoTime}, it may wrap, so
 * code that compares instead of subtracting fails here.
 */
public final class FakeClock implements LongSupplier {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  /** Moves the clock forward. */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("step: " + step + " (expected: not negative)");
    }
    nanos.addAndGet(step.toNanos());
  }
}
