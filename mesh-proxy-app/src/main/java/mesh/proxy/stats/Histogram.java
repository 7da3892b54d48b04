package mesh.proxy.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The spread of a measured quantity. Shared by all loops.
 *
 * <p>One set of bins serves all loops until two of them collide on a bin; then each gets a set of
 * its own.
 */
public final class Histogram implements Metric {

  private static final int MOST_STRIPES =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1);
  private static final VarHandle STRIPES = stripesHandle();

  private final String leafName;
  private volatile Bins @Nullable []
      stripes; // null until the first sample; the length is a power of two
  private volatile boolean changed; // since the last flush
  private volatile Distribution flushed = Distribution.EMPTY;
  private volatile Distribution interval = Distribution.EMPTY;

  Histogram(String leafName) {
    this.leafName = leafName;
  }

  /**
   * Counts a sample.
   *
   * @param value in the unit of the name, mostly milliseconds or bytes; negative counts as 0
   */
  public void record(long value) {
    if (!changed) {
      changed = true;
    }
    int bin = LogLinear.bin(value);
    Bins[] seen = stripes;
    if (seen == null) {
      seen = grow(null);
    }
    if (stripe(seen).tryCount(bin)) {
      return;
    }
    Bins[] wider = seen.length < MOST_STRIPES ? grow(seen) : seen;
    stripe(wider).count(bin);
  }

  /** All samples since the start. */
  public Distribution cumulative() {
    Bins[] all = stripes;
    if (all == null) {
      return Distribution.EMPTY;
    }
    var totals = new long[LogLinear.BINS];
    for (Bins bins : all) {
      bins.addTo(totals);
    }
    return Distribution.of(totals);
  }

  /** The samples of the last whole flush interval. */
  public Distribution interval() {
    return interval;
  }

  /** Ends a flush interval and begins the next one. One caller only. */
  void flush() {
    if (!changed) {
      interval = Distribution.EMPTY;
      return;
    }
    changed =
        false; // before the read: a sample that comes now is seen by this read or by the next flush
    Distribution now = cumulative();
    interval = now.minus(flushed);
    flushed = now;
  }

  @Override
  public String leafName() {
    return leafName;
  }

  @Override
  public boolean isUsed() {
    return stripes != null;
  }

  private static Bins stripe(Bins[] stripes) {
    return stripes[(int) Thread.currentThread().threadId() & (stripes.length - 1)];
  }

  private Bins[] grow(Bins @Nullable [] seen) {
    int before = seen == null ? 0 : seen.length;
    Bins[] wider = seen == null ? new Bins[1] : Arrays.copyOf(seen, before * 2);
    for (int at = before; at < wider.length; at++) {
      wider[at] = new Bins();
    }
    var earlier = (Bins[]) STRIPES.compareAndExchange(this, seen, wider);
    return earlier == seen ? wider : earlier;
  }

  private static VarHandle stripesHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Histogram.class, "stripes", Bins[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
