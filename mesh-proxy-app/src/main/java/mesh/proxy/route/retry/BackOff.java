package mesh.proxy.route.retry;

import mesh.proxy.runtime.Runtime;

/**
 * The wait before a retry: a random time below a bound that doubles with each attempt. Immutable.
 *
 * @param baseMillis at least 1; 0 leaves it to the runtime key {@value #BASE_KEY}
 * @param maxMillis upper bound; 0 is ten times the base
 */
public record BackOff(long baseMillis, long maxMillis) {

  public static final BackOff USUAL = new BackOff(0, 0);

  private static final String BASE_KEY = "upstream.base_retry_backoff_ms";
  private static final long USUAL_BASE_MILLIS = 25;
  private static final int USUAL_GROWTH = 10;
  private static final int MOST_DOUBLINGS = 32;

  /**
   * Milliseconds to wait.
   *
   * @param retry 1 for the first retry
   * @param random non-negative
   */
  public long delayMillis(int retry, Runtime runtime, long random) {
    long base =
        baseMillis > 0 ? baseMillis : Math.max(1, runtime.integer(BASE_KEY, USUAL_BASE_MILLIS));
    long max = maxMillis > 0 ? maxMillis : base * USUAL_GROWTH;
    long bound = Math.min(max, base * ((1L << Math.min(retry, MOST_DOUBLINGS)) - 1));
    return random % bound;
  }
}
