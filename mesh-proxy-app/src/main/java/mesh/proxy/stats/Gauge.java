package mesh.proxy.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A number that goes up and down. Shared by all loops.
 *
 * <p>Widened on collision as a {@link Counter} is. {@link #set} from one place together with {@link
 * #add} from another is for gauges without contention: the two may lose each other's write.
 */
public final class Gauge implements Metric {

  private static final VarHandle FIRST = field("first", long.class);
  private static final VarHandle WIDE = field("wide", LongAdder.class);

  private final String leafName;
  private volatile long first;
  private volatile @Nullable LongAdder wide; // null until two writers collide
  private boolean used;

  Gauge(String leafName) {
    this.leafName = leafName;
  }

  public void set(long value) {
    LongAdder adder = wide;
    first = adder == null ? value : value - adder.sum();
    touch();
  }

  /**
   * Moves the gauge.
   *
   * @param delta may be negative
   */
  public void add(long delta) {
    touch();
    LongAdder adder = wide;
    if (adder == null) {
      long seen = first;
      if (FIRST.compareAndSet(this, seen, seen + delta)) {
        return;
      }
      adder = widen();
    }
    adder.add(delta);
  }

  public void increment() {
    add(1);
  }

  public void decrement() {
    add(-1);
  }

  public long value() {
    LongAdder adder = wide;
    return adder == null ? first : first + adder.sum();
  }

  @Override
  public String leafName() {
    return leafName;
  }

  @Override
  public boolean isUsed() {
    return used;
  }

  private void touch() {
    if (!used) { // a read is cheaper than a write that other loops' caches must hear of
      used = true;
    }
  }

  private LongAdder widen() {
    var adder = new LongAdder();
    var earlier = (LongAdder) WIDE.compareAndExchange(this, null, adder);
    return earlier == null ? adder : earlier;
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Gauge.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
