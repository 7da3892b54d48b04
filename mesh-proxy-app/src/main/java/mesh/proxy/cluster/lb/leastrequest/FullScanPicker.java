package mesh.proxy.cluster.lb.leastrequest;

import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;

/** The least busy of all hosts; chance decides among equals. Shared by all loops. */
record FullScanPicker(Candidates candidates, IntUnaryOperator randomBelow) implements Picker {

  @Override
  public Endpoint pick(long hash, int attempt) {
    Endpoint best = candidates.get(0);
    int least = best.activeRequests();
    int equals = 1;
    for (int at = 1; at < candidates.size(); at++) {
      Endpoint other = candidates.get(at);
      int active = other.activeRequests();
      if (active < least) {
        best = other;
        least = active;
        equals = 1;
      } else if (active == least && randomBelow.applyAsInt(++equals) == 0) {
        best = other; // the n-th of equals takes over with a chance of 1/n: all are as likely
      }
    }
    return best;
  }
}
