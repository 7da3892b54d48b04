package mesh.telemetry.graph;

import java.util.Arrays;

/**
 * A log-linear histogram of microseconds: eight buckets for each power of two, so that a quantile
 * is at most 6 % off. Takes memory only for the range that occurs. Confined to its owner.
 */
final class Latencies {

  private static final int BITS = 3;
  private static final int SUB = 1 << BITS;
  private static final int LAST = index(1L << 42); // 50 days

  private int[] counts = {};
  private int offset; // bucket of counts[0]
  private long total;

  void add(long micros) {
    add(Math.min(index(Math.max(0, micros)), LAST), 1);
  }

  void addAll(Latencies other) {
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] != 0) {
        add(other.offset + i, other.counts[i]);
      }
    }
  }

  long total() {
    return total;
  }

  /**
   * The value that this share of all values is at most.
   *
   * @param share 0..1
   * @return microseconds; 0 if there are none
   */
  long quantile(double share) {
    if (total == 0) {
      return 0;
    }
    long wanted = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return middle(offset + i);
      }
    }
    throw new IllegalStateException(seen + " of " + total + " values are in buckets");
  }

  private void add(int bucket, int count) {
    if (counts.length == 0) {
      counts = new int[SUB];
      offset = Math.max(0, bucket - SUB / 2);
    } else if (bucket < offset) {
      int more = offset - bucket;
      var grown = new int[counts.length + more];
      System.arraycopy(counts, 0, grown, more, counts.length);
      counts = grown;
      offset = bucket;
    } else if (bucket >= offset + counts.length) {
      counts = Arrays.copyOf(counts, bucket - offset + SUB);
    }
    counts[bucket - offset] += count;
    total += count;
  }

  private static int index(long value) {
    if (value < SUB) {
      return (int) value;
    }
    int shift = 63 - Long.numberOfLeadingZeros(value) - BITS;
    return (shift << BITS) + (int) (value >>> shift);
  }

  private static long middle(int bucket) {
    if (bucket < 2 * SUB) {
      return bucket;
    }
    int shift = (bucket >> BITS) - 1;
    long low = (long) (bucket - (shift << BITS)) << shift;
    return low + (1L << shift) / 2;
  }
}
