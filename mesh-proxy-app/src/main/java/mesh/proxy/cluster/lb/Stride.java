package mesh.proxy.cluster.lb;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes turns by weight. Shared by all loops: the only state is one counter.
 *
 * <p>The counter runs over the indexes again and again. In the round with number {@code r} an index
 * of weight {@code w} is passed over unless {@code (w * r + offset) mod max} lies in the topmost
 * {@code w} numbers below the largest weight {@code max}; so of {@code max} rounds it gets {@code
 * w}, evenly spread. Source: the static stride scheduler of gRPC proposal A58.
 */
public final class Stride {

  private static final int MOST = 65_535;

  private final char[] weights; // at least one is not 0; empty if all are the same
  private final int size;
  private final int max;
  private final AtomicInteger sequence;

  private Stride(char[] weights, int size, int max, int start) {
    this.weights = weights;
    this.size = size;
    this.max = max;
    this.sequence = new AtomicInteger(start);
  }

  /**
   * Turns among indexes without weights.
   *
   * @param size at least 1
   * @param start any number; random, lest all proxies begin with the same host
   */
  public static Stride even(int size, int start) {
    return new Stride(new char[0], size, 1, start);
  }

  /**
   * Turns among indexes by weight.
   *
   * @param weights at least one above 0, none below; whole numbers up to 65,535 are kept exactly
   * @param start any number
   */
  public static Stride weighted(double[] weights, int start) {
    double most = 0;
    boolean exact = true;
    for (double weight : weights) {
      most = Math.max(most, weight);
      exact &= weight == Math.rint(weight);
    }
    double scale = exact && most <= MOST ? 1 : MOST / most;
    var scaled = new char[weights.length];
    for (int at = 0; at < weights.length; at++) {
      // What has any weight at all gets its turn.
      scaled[at] = weights[at] == 0 ? 0 : (char) Math.max(1, Math.round(weights[at] * scale));
    }
    return new Stride(scaled, weights.length, (int) Math.round(most * scale), start);
  }

  /** The index whose turn it is. */
  public int next() {
    if (weights.length == 0) {
      return Integer.remainderUnsigned(sequence.getAndIncrement(), size);
    }
    while (true) {
      int turn = sequence.getAndIncrement();
      int index = Integer.remainderUnsigned(turn, size);
      long round = Integer.divideUnsigned(turn, size);
      int weight = weights[index];
      long offset = (long) index * (max / 2);
      if ((weight * round + offset) % max >= max - weight) {
        return index;
      }
    }
  }
}
