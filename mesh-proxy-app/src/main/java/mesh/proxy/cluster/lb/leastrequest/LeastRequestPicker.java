package mesh.proxy.cluster.lb.leastrequest;

import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;

/**
 * Keeps the least busy of {@code choices} random hosts; the first drawn wins a tie. Shared by all
 * loops.
 *
 * @param choices draws per pick, with replacement
 */
record LeastRequestPicker(Candidates candidates, int choices, IntUnaryOperator randomBelow)
    implements Picker {

  @Override
  public Endpoint pick(long hash, int attempt) {
    Endpoint best = draw();
    for (int drawn = 1; drawn < choices; drawn++) {
      Endpoint other = draw();
      if (other.activeRequests() < best.activeRequests()) {
        best = other;
      }
    }
    return best;
  }

  private Endpoint draw() {
    return candidates.get(randomBelow.applyAsInt(candidates.size()));
  }
}
