package mesh.proxy.cluster.lb.random;

import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;

/** Draws a host. Shared by all loops. */
record RandomPicker(Candidates candidates, IntUnaryOperator randomBelow) implements Picker {

  @Override
  public Endpoint pick(long hash, int attempt) {
    return candidates.get(randomBelow.applyAsInt(candidates.size()));
  }
}
