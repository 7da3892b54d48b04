package mesh.proxy.filter.http.localratelimit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/**
 * A lock-free token bucket that starts full. Shared by all loops.
 *
 * <p>It stores one instant instead of a count: the moment the bucket was last empty. Tokens are the
 * time since then, so refilling needs no timer. The instant is a {@code double}, because rates go
 * from one token a month to four a nanosecond.
 */
final class TokenBucket {

  private static final VarHandle EMPTY_AT = emptyAtHandle();
  private static final double CLOCK_ERROR =
      0.5; // ns; sums of fractions may end just beyond a whole nanosecond
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long MILLIS_PER_SECOND = 1000;

  /** That a request got its tokens here. */
  final Decision admitted = new Decision(true, this);

  /** That a request did not get its tokens here. */
  final Decision refused = new Decision(false, this);

  private final BucketSize size;
  private final LongSupplier nanoClock;
  private final long origin;
  private final double nanosWhenFull;
  private volatile double emptyAt; // ns since origin

  TokenBucket(BucketSize size, LongSupplier nanoClock) {
    this.size = size;
    this.nanoClock = nanoClock;
    this.origin = nanoClock.getAsLong();
    this.nanosWhenFull = size.nanosPerToken() * size.burst();
    this.emptyAt = -nanosWhenFull;
  }

  /** Takes one token, or none. */
  boolean tryTake() {
    return tryTake(1);
  }

  /**
   * Takes all tokens or none.
   *
   * @param count as in Envoy, 0 is never granted
   */
  boolean tryTake(long count) {
    double now = now();
    while (true) {
      double seen = emptyAt;
      double next = Math.max(seen, now - nanosWhenFull) + count * size.nanosPerToken();
      if (count == 0 || next - now > CLOCK_ERROR) {
        return false;
      }
      if (EMPTY_AT.compareAndSet(this, seen, next)) {
        return true;
      }
    }
  }

  /** Tokens in a full bucket. */
  long burst() {
    return size.burst();
  }

  /** Whole tokens that are there now. */
  long remaining() {
    return (long) tokens();
  }

  /** Seconds until there is a token, rounded down; 0 if there is one. */
  long secondsUntilToken() {
    double missing = 1 - tokens();
    return missing <= 0
        ? 0
        : (long) Math.ceil(missing * size.nanosPerToken() / NANOS_PER_MILLI) / MILLIS_PER_SECOND;
  }

  double tokensPerNano() {
    return 1 / size.nanosPerToken();
  }

  private double tokens() {
    double now = now();
    double nanos = now - Math.max(emptyAt, now - nanosWhenFull) + CLOCK_ERROR;
    return Math.min((double) size.burst(), nanos / size.nanosPerToken());
  }

  private double now() {
    return nanoClock.getAsLong() - origin; // subtract, never compare: nanoTime may wrap
  }

  private static VarHandle emptyAtHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(TokenBucket.class, "emptyAt", double.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
