package mesh.proxy.cluster.breaker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/** One limit and how much of it is in use. Shared by all loops. */
public final class Breaker {

  private static final VarHandle COUNT = countHandle();

  private final Limit limit;
  private final Stats scope;
  private final String openName;
  private final @Nullable Gauge remaining; // null unless track_remaining
  private @Nullable Gauge open; // made when it first opens
  private volatile int count;

  Breaker(Limit limit, Stats scope, String openName, @Nullable Gauge remaining) {
    this.limit = limit;
    this.scope = scope;
    this.openName = openName;
    this.remaining = remaining;
    show();
  }

  /** The most there may be; read at each question, for it may change. Unsigned in configuration. */
  @FunctionalInterface
  interface Limit {

    long max();
  }

  /**
   * Takes one if the limit allows it.
   *
   * @return false if the breaker is open; nothing is taken then
   */
  public boolean tryAcquire() {
    while (true) {
      int seen = count;
      if (seen >= limit.max()) {
        return false;
      }
      if (COUNT.compareAndSet(this, seen, seen + 1)) {
        changed(seen, seen + 1);
        return true;
      }
    }
  }

  /**
   * Takes one beyond any limit: for what must be possible once, such as a pool's first connection.
   */
  public void acquire() {
    int before = (int) COUNT.getAndAdd(this, 1);
    changed(before, before + 1);
  }

  /** Gives one back. */
  public void release() {
    int before = (int) COUNT.getAndAdd(this, -1);
    changed(before, before - 1);
  }

  /** True if no more may be taken. */
  public boolean isOpen() {
    return count >= limit.max();
  }

  /** How many are taken. */
  public int count() {
    return count;
  }

  /** The limit as it is now. */
  public long max() {
    return limit.max();
  }

  private void changed(int before, int after) {
    long max = limit.max();
    if (remaining != null || before >= max != after >= max) {
      show();
    }
  }

  /** Writes the gauges until they say what is true, for two loops may write at the same time. */
  private void show() {
    int shown;
    do {
      shown = count;
      long max = limit.max();
      if (remaining != null) {
        remaining.set(Math.max(0, max - shown));
      }
      showOpen(shown >= max);
    } while (shown != count);
  }

  private void showOpen(boolean isOpen) {
    Gauge made = open;
    if (made == null) {
      if (!isOpen) {
        return;
      }
      made = scope.gauge(openName);
      open = made;
    }
    made.set(isOpen ? 1 : 0);
  }

  private static VarHandle countHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Breaker.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
