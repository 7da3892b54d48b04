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
  private final AtomicInteger all;
  private final AtomicInteger own = new AtomicInteger();

  /**
   * A limit.
   *
   * @param all connections of the process, shared by its listeners
   */
  ConnectionLimit(Runtime runtime, String listener, AtomicInteger all) {
    this.runtime = runtime;
    this.key = "envoy.resource_limits.listener." + listener + ".connection_limit";
    this.all = all;
  }

  /** Takes a place; counts an overflow and says false if there is none. */
  boolean tryAcquire(ListenerStats stats) {
    if (own.get() >= runtime.integer(key, Integer.MAX_VALUE)) {
      stats.cxOverflow().increment();
      return false;
    }
    if (all.get() >= runtime.integer(GLOBAL_KEY, Integer.MAX_VALUE)) {
      stats.globalCxOverflow().increment();
      return false;
    }
    own.incrementAndGet();
    all.incrementAndGet();
    return true;
  }

  void release() {
    own.decrementAndGet();
    all.decrementAndGet();
  }
}
