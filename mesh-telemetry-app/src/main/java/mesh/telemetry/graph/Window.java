package mesh.telemetry.graph;

import java.time.Duration;

/**
 * How time is cut. Immutable.
 *
 * @param fineSeconds length of a bucket of the live picture
 * @param coarseSeconds length of a bucket of the whole time
 */
record Window(int fineSeconds, int fineBuckets, int coarseSeconds, int coarseBuckets) {

  private static final int FINE_SECONDS = 5;
  private static final int FINE_BUCKETS = 60; // five minutes
  private static final int COARSE_BUCKETS = 60;

  static Window of(Duration retention) {
    int coarse = (int) Math.ceilDiv(retention.toSeconds(), COARSE_BUCKETS);
    return new Window(FINE_SECONDS, FINE_BUCKETS, coarse, COARSE_BUCKETS);
  }

  /** Whether the fine buckets reach as far back. */
  boolean isFine(long seconds) {
    return seconds <= (long) fineSeconds * fineBuckets;
  }

  long longest() {
    return (long) coarseSeconds * coarseBuckets;
  }
}
