package mesh.proxy.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A number that only grows. Shared by all loops.
 *
 * <p>A counter starts as one word, because most of a mesh's counters are never touched by two loops
 * at once. The first collision of two writers gives it a {@link LongAdder}.
 */
public final class Counter implements Metric {

  private static final VarHandle FIRST = field("first", long.class);
  private static final VarHandle WIDE = field("wide", LongAdder.class);

  private final String leafName;
  private volatile long first;
  private volatile @Nullable LongAdder wide; // null until two writers collide
  private long latched; // value at the last latch or reset
  private boolean used; // survives a reset

  Counter(String leafName) {
    this.leafName = leafName;
  }

  public void increment() {
    add(1);
  }

  /**
   * Adds to the counter.
   *
   * @param count 0 or more
   */
  public void add(long count) {
    LongAdder adder = wide;
    if (adder == null) {
      long seen = first;
      if (FIRST.compareAndSet(this, seen, seen + count)) {
        return;
      }
      adder = widen();
    }
    adder.add(count);
  }

  public long value() {
    LongAdder adder = wide;
    return adder == null ? first : first + adder.sum();
  }

  /** What was added since the last latch. One caller only: the sink that flushes. */
  public long latch() {
    long now = value();
    long delta = now - latched;
    latched = now;
    return delta;
  }

  /** Back to zero. An increment at the same moment may be lost, as in every reset. */
  void reset() {
    used |= value() > 0;
    LongAdder adder = wide;
    if (adder != null) {
      adder.reset();
    }
    first = 0;
    latched = 0;
  }

  @Override
  public String leafName() {
    return leafName;
  }

  @Override
  public boolean isUsed() {
    return used || value() > 0;
  }

  private LongAdder widen() {
    var adder = new LongAdder();
    var earlier = (LongAdder) WIDE.compareAndExchange(this, null, adder);
    return earlier == null ? adder : earlier;
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Counter.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
