package mesh.proxy.filter.network.httpconnectionmanager;

import java.util.concurrent.TimeUnit;
import mesh.proxy.runtime.Runtime;

/**
 * Finds clients that open streams only to reset them ("rapid reset", CVE-2023-44487): once enough
 * streams have ended, or must end so, half of them may not have been reset in their first moments.
 * Confined to one event loop.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/runtime
 */
final class PrematureResets {

  private static final String TOTAL = "overload.premature_reset_total_stream_count";
  private static final String LIFETIME = "overload.premature_reset_min_stream_lifetime_seconds";
  private static final long ENVOYS_TOTAL = 500;
  private static final long ENVOYS_LIFETIME = 1;

  private final Runtime runtime;
  private long ended;
  private long premature;

  PrematureResets(Runtime runtime) {
    this.runtime = runtime;
  }

  /**
   * A stream is over.
   *
   * @param status of its response; 0 if there was none
   * @return true if the connection should go
   */
  boolean streamEnded(long nanos, int status) {
    ended++;
    if (status != 0) {
      return false;
    }
    if (nanos <= TimeUnit.SECONDS.toNanos(runtime.integer(LIFETIME, ENVOYS_LIFETIME))) {
      premature++;
    }
    return 2 * premature >= Math.max(ended, runtime.integer(TOTAL, ENVOYS_TOTAL));
  }
}
