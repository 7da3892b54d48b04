package mesh.proxy.listener;

import java.util.concurrent.atomic.AtomicInteger;
import mesh.proxy.runtime.Runtime;

/**
 * How many connections a listener, and all listeners together, may have. Shared by all loops.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/runtime; the
 * process-wide limit is the runtime key {@code overload.global_downstream_max_connections}.
 */
final class ConnectionLimit {

  private static final String GLOBAL_KEY = "overload.global_downstream_max_connections";

  private final Runtime runtime;
  private final String key;
  private final GlobalLimit all;
  private final AtomicInteger own = new AtomicInteger();

  /**
   * A limit.
   *
   * @param all of the process, shared by its listeners
   */
  ConnectionLimit(Runtime runtime, String listener, GlobalLimit all) {
    this.runtime = runtime;
    this.key = "envoy.resource_limits.listener." + listener + ".connection_limit";
    this.all = all;
  }

  /** Connections of all listeners that heed the limit. Shared by all loops. */
  static final class GlobalLimit {

    private final AtomicInteger open = new AtomicInteger();
    private volatile long most = Long.MAX_VALUE;

    /** The overload manager's limit; the runtime key goes before it. */
    void most(long connections) {
      most = connections;
    }
  }

  /**
   * Takes a place; counts an overflow and says false if there is none.
   *
   * @param heedsGlobal false for a listener that must be reached even under load
   */
  boolean tryAcquire(ListenerStats stats, boolean heedsGlobal) {
    if (own.incrementAndGet() > runtime.integer(key, Integer.MAX_VALUE)) {
      own.decrementAndGet();
      stats.cxOverflow().increment();
      return false;
    }
    if (heedsGlobal && all.open.incrementAndGet() > runtime.integer(GLOBAL_KEY, all.most)) {
      all.open.decrementAndGet();
      own.decrementAndGet();
      stats.globalCxOverflow().increment();
      return false;
    }
    return true;
  }

  /** Gives back what {@link #tryAcquire} took. */
  void release(boolean heedsGlobal) {
    own.decrementAndGet();
    if (heedsGlobal) {
      all.open.decrementAndGet();
    }
  }
}
