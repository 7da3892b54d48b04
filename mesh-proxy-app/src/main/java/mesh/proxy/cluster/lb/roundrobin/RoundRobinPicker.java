package mesh.proxy.cluster.lb.roundrobin;

import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.cluster.lb.Stride;
import mesh.proxy.endpoint.Endpoint;

/** Gives every host its turns. Shared by all loops. */
record RoundRobinPicker(Candidates candidates, Stride turns) implements Picker {

  static RoundRobinPicker of(Candidates candidates, IntUnaryOperator randomBelow) {
    int start = randomBelow.applyAsInt(Integer.MAX_VALUE);
    return new RoundRobinPicker(candidates, candidates.turns(start));
  }

  @Override
  public Endpoint pick(long hash, int attempt) {
    return candidates.get(turns.next());
  }
}
