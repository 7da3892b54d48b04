package mesh.proxy.cluster.type;

import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/** Discovery of one cluster's endpoints. Confined to the control loop, but for the chooser. */
public interface EndpointSource {

  /** Where discovery tells what it found. Confined to the control loop. */
  interface Sink {

    /** Replaces all endpoints of the cluster. */
    void update(Assignment assignment);

    /**
     * The first search is over, whatever came of it: the cluster need not be waited for any longer.
     * No harm if it is said again.
     */
    void ready();
  }

  /** Picks an endpoint in place of the cluster's policy. Shared by all loops. */
  @FunctionalInterface
  interface Chooser {

    /** Null if there is no host that should get this request. */
    @Nullable Endpoint choose(LbRequest request);
  }

  /** Begins to search; called once. */
  void start(Sink sink);

  /** Ends the search; the sink is not called any more. */
  void close();

  /** What picks endpoints if this kind of discovery does it itself; else null. */
  default @Nullable Chooser chooser() {
    return null;
  }
}
