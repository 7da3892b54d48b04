package mesh.proxy.cluster.lb.leastrequest;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.cluster.lb.Stride;
import mesh.proxy.endpoint.Endpoint;

/**
 * Least request among hosts of different weights. Shared by all loops.
 *
 * <p>The first host comes in turn, so that idle hosts get exact shares; the others are drawn by
 * weight and must be less busy to take its place.
 */
final class WeightedLeastRequestPicker implements Picker {

  private static final int RESOLUTION = 1 << 30;

  private final Candidates candidates;
  private final int choices;
  private final double bias;
  private final IntUnaryOperator randomBelow;
  private final Stride turns;
  private final double[] reached; // sums of weights up to each host, the last is 1

  private WeightedLeastRequestPicker(
      Candidates candidates,
      int choices,
      double bias,
      IntUnaryOperator randomBelow,
      double[] reached) {
    this.candidates = candidates;
    this.choices = choices;
    this.bias = bias;
    this.randomBelow = randomBelow;
    this.turns = candidates.turns(randomBelow.applyAsInt(Integer.MAX_VALUE));
    this.reached = reached;
  }

  static WeightedLeastRequestPicker of(
      Candidates candidates, int choices, double bias, IntUnaryOperator randomBelow) {
    var reached = new double[candidates.size()];
    double sum = 0;
    for (int at = 0; at < reached.length; at++) {
      sum += candidates.weight(at);
      reached[at] = sum;
    }
    for (int at = 0; at < reached.length; at++) {
      reached[at] /= sum;
    }
    return new WeightedLeastRequestPicker(candidates, choices, bias, randomBelow, reached);
  }

  @Override
  public Endpoint pick(long hash, int attempt) {
    int best = turns.next();
    if (bias == 0) {
      return candidates.get(best);
    }
    double least = load(best);
    for (int drawn = 1; drawn < choices && least > 0; drawn++) {
      int other = draw();
      double load = load(other);
      if (load < least) {
        best = other;
        least = load;
      }
    }
    return candidates.get(best);
  }

  private double load(int index) {
    int active = candidates.get(index).activeRequests();
    return (bias == 1 ? active : Math.pow(active, bias)) / candidates.weight(index);
  }

  private int draw() {
    double point = (randomBelow.applyAsInt(RESOLUTION) + 0.5) / RESOLUTION;
    int found = Arrays.binarySearch(reached, point);
    return Math.min(found < 0 ? ~found : found, reached.length - 1);
  }
}
