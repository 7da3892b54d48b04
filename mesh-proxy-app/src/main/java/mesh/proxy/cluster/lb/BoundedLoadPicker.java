package mesh.proxy.cluster.lb;

import mesh.proxy.endpoint.Endpoint;

/**
 * Passes over hosts that have more than their part of the requests under way. Shared by all loops.
 *
 * <p>Source: "Consistent Hashing with Bounded Loads", https://arxiv.org/abs/1608.01350; the next
 * host is looked for in an order of its own for each hash, as in https://arxiv.org/abs/1908.08762,
 * lest one overload run over into the next. Looks at every host.
 */
final class BoundedLoadPicker implements Picker {

  private static final int PERCENT = 100;

  private final Picker picker;
  private final Candidates candidates;
  private final int balanceFactor;
  private final double totalWeight;

  BoundedLoadPicker(Picker picker, Candidates candidates, int balanceFactor) {
    this.picker = picker;
    this.candidates = candidates;
    this.balanceFactor = balanceFactor;
    double sum = 0;
    for (int at = 0; at < candidates.size(); at++) {
      sum += candidates.weight(at);
    }
    this.totalWeight = sum;
  }

  @Override
  public Endpoint pick(long hash, int attempt) {
    Endpoint wanted = picker.pick(hash, attempt);
    int size = candidates.size();
    long active = 0;
    int wantedAt = 0;
    for (int at = 0; at < size; at++) {
      Endpoint host = candidates.get(at);
      active += host.activeRequests();
      wantedAt = host == wanted ? at : wantedAt;
    }
    long slots = ((active + 1) * balanceFactor + PERCENT - 1) / PERCENT;
    double least = load(wantedAt, slots);
    int best = wantedAt;
    int step = coprimeStep(hash, size);
    for (int tried = 0, at = start(hash, size); tried < size && least > 1; tried++) {
      double load = load(at, slots);
      if (load < least) {
        least = load;
        best = at;
      }
      at = (at + step) % size;
    }
    return candidates.get(best);
  }

  /** Above 1 if the host would have more than its part with this request. */
  private double load(int index, long slots) {
    double part = Math.ceil(slots * candidates.weight(index) / totalWeight);
    return (candidates.get(index).activeRequests() + 1) / Math.max(1, part);
  }

  private static int start(long hash, int size) {
    return (int) Long.remainderUnsigned(hash * 0x9E3779B97F4A7C15L, size);
  }

  /** Steps of this length visit every host once. */
  private static int coprimeStep(long hash, int size) {
    int step = (int) Long.remainderUnsigned(hash >>> 7, size) | 1;
    while (divisor(step, size) != 1) {
      step++;
    }
    return step;
  }

  private static int divisor(int one, int other) {
    int a = one;
    int b = other;
    while (b != 0) {
      int rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }
}
