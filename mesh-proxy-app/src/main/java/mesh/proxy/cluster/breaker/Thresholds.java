package mesh.proxy.cluster.breaker;

/**
 * The limits of one routing priority. Immutable.
 *
 * @param maxConnectionPools {@link #UNLIMITED} unless set
 * @param retryBudget replaces {@code maxRetries} if {@link RetryBudget#isSet()}
 * @param trackRemaining true if the rest of each limit is published
 */
public record Thresholds(
    long maxConnections,
    long maxPendingRequests,
    long maxRequests,
    long maxRetries,
    long maxConnectionPools,
    RetryBudget retryBudget,
    boolean trackRemaining) {

  /** Envoy's value for "no limit". */
  public static final long UNLIMITED = 0xFFFF_FFFFL;

  /** Envoy's defaults. */
  public static final Thresholds ENVOY =
      new Thresholds(1024, 1024, 1024, 3, UNLIMITED, RetryBudget.NONE, false);

  /**
   * Retries in proportion to requests. Immutable.
   *
   * @param percent of active and pending requests, 0 to 100
   * @param minConcurrency retries that are always allowed
   */
  public record RetryBudget(double percent, long minConcurrency) {

    /** No budget: a fixed number of retries. */
    public static final RetryBudget NONE = new RetryBudget(-1, 0);

    public boolean isSet() {
      return percent >= 0;
    }
  }
}
