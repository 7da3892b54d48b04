package mesh.proxy.stats;

import java.util.Arrays;

/** How samples are spread over the bins, at one moment. Immutable. */
public final class Distribution {

  public static final Distribution EMPTY = new Distribution(new int[0], new long[0]);

  private final int[] bins; // ascending
  private final long[] counts; // 1:1 with bins; each > 0
  private final long total;

  private Distribution(int[] bins, long[] counts) {
    this.bins = bins;
    this.counts = counts;
    this.total = Arrays.stream(counts).sum();
  }

  /**
   * Keeps what is not zero.
   *
   * @param totals {@link LogLinear#BINS} counts
   */
  static Distribution of(long[] totals) {
    int used = 0;
    for (long count : totals) {
      if (count > 0) {
        used++;
      }
    }
    var bins = new int[used];
    var counts = new long[used];
    int at = 0;
    for (int bin = 0; bin < totals.length; bin++) {
      if (totals[bin] > 0) {
        bins[at] = bin;
        counts[at++] = totals[bin];
      }
    }
    return used == 0 ? EMPTY : new Distribution(bins, counts);
  }

  /** Samples in all. */
  public long total() {
    return total;
  }

  public boolean isEmpty() {
    return total == 0;
  }

  /** Bins that hold a sample. */
  public int size() {
    return bins.length;
  }

  /** Lower edge of the bin at {@code index}, 0 to {@link #size()} - 1. */
  public double left(int index) {
    return LogLinear.left(bins[index]);
  }

  public double width(int index) {
    return LogLinear.width(bins[index]);
  }

  public long count(int index) {
    return counts[index];
  }

  /**
   * The value at a rank: of {@code n} samples in a bin, the k-th is taken to lie at {@code k / (n +
   * 1)} of its width.
   *
   * @param share 0 to 1
   * @return NaN if there is no sample
   */
  public double quantile(double share) {
    if (isEmpty()) {
      return Double.NaN;
    }
    double rank = Math.max(1, Math.ceil(share * total));
    long below = 0;
    int at = 0;
    while (at < bins.length - 1 && below + counts[at] < rank) {
      below += counts[at++];
    }
    return LogLinear.left(bins[at]) + (rank - below) / (counts[at] + 1) * LogLinear.width(bins[at]);
  }

  /** Samples in bins that begin at or below {@code bound}. */
  public long countUpTo(double bound) {
    long count = 0;
    for (int at = 0; at < bins.length && LogLinear.left(bins[at]) <= bound; at++) {
      count += counts[at];
    }
    return count;
  }

  /** Sum of all samples, each taken as the harmonic middle of its bin; exact below 100. */
  public double sum() {
    double sum = 0;
    for (int at = 0; at < bins.length; at++) {
      sum += counts[at] * LogLinear.middle(bins[at]);
    }
    return sum;
  }

  /** All samples of both. */
  public Distribution plus(Distribution other) {
    long[] totals = totals();
    other.addTo(totals, 1);
    return of(totals);
  }

  /** The samples that came after {@code earlier}, a state of the same histogram. */
  Distribution minus(Distribution earlier) {
    long[] totals = totals();
    earlier.addTo(totals, -1);
    return of(totals);
  }

  private long[] totals() {
    var totals = new long[LogLinear.BINS];
    addTo(totals, 1);
    return totals;
  }

  private void addTo(long[] totals, int sign) {
    for (int at = 0; at < bins.length; at++) {
      totals[bins[at]] += sign * counts[at];
    }
  }
}
