package mesh.proxy.stats;

/**
 * Numbers of the bins of a log-linear histogram: two significant decimal digits, so 90 bins a
 * decade and a relative error of at most 10 %.
 *
 * <p>The bins are those of circllhist (https://github.com/openhistogram/libcircllhist), which Envoy
 * uses, so that the same samples give the same quantiles.
 */
final class LogLinear {

  /** Bins of all non-negative longs. */
  static final int BINS = 100 + 17 * 90;

  private static final int EXACT = 100; // below, each whole number has its own bin
  private static final long[] POWERS = powersOfTen(); // 10^0 .. 10^18

  private LogLinear() {}

  /**
   * Finds the bin of a value.
   *
   * @param value negative counts as 0
   */
  static int bin(long value) {
    if (value < EXACT) {
      return (int) Math.max(0, value);
    }
    int digits =
        (64 - Long.numberOfLeadingZeros(value)) * 1233 >> 12; // log10 by log2, at most one too high
    int exponent = value < POWERS[digits] ? digits - 1 : digits;
    return EXACT + (exponent - 2) * 90 + (int) (value / POWERS[exponent - 1]) - 10;
  }

  /** The least value of a bin. */
  static double left(int bin) {
    return bin < EXACT ? bin : (10 + (bin - EXACT) % 90) * width(bin);
  }

  /** Values of a bin are below its left edge plus this; 0 for the bin of zeros. */
  static double width(int bin) {
    if (bin < EXACT) {
      return bin == 0 ? 0 : bin < 10 ? 0.1 : 1;
    }
    return POWERS[(bin - EXACT) / 90 + 1];
  }

  /** What a sample of a bin adds to a sum: the value itself where a bin holds one whole number. */
  static double middle(int bin) {
    double left = left(bin);
    double right = left + width(bin);
    return bin < EXACT ? left : 2 * left * right / (left + right);
  }

  private static long[] powersOfTen() {
    var powers = new long[19];
    powers[0] = 1;
    for (int exponent = 1; exponent < powers.length; exponent++) {
      powers[exponent] = powers[exponent - 1] * 10;
    }
    return powers;
  }
}
