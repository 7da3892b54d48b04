package mesh.telemetry.handler.prometheus;

/** Counts by Envoy's buckets. Guarded by its series. */
final class Histogram {

  /** Upper bounds, as Envoy has them; milliseconds or bytes. */
  static final double[] BOUNDS = {
    0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000,
    1800000, 3600000
  };

  /** The same as text. */
  static final String[] BOUND_TEXTS = new String[BOUNDS.length];

  static {
    for (int i = 0; i < BOUNDS.length; i++) {
      BOUND_TEXTS[i] =
          BOUNDS[i] == Math.rint(BOUNDS[i])
              ? Long.toString((long) BOUNDS[i])
              : Double.toString(BOUNDS[i]);
    }
  }

  private final long[] counts = new long[BOUNDS.length + 1];
  private double sum;

  void add(double value) {
    int i = 0;
    while (i < BOUNDS.length && value > BOUNDS[i]) {
      i++;
    }
    counts[i]++;
    sum += value;
  }

  void copyTo(long[] to) {
    System.arraycopy(counts, 0, to, 0, counts.length);
  }

  double sum() {
    return sum;
  }
}
