package mesh.proxy.cluster;

import java.util.List;
import mesh.proxy.endpoint.Endpoint;

/**
 * Hears what becomes of clusters, for those who keep connections to them. Called on the control
 * loop.
 */
public interface ClusterListener {

  /** The cluster gets requests from now on; it may replace one of the same name. */
  default void added(Cluster cluster) {}

  /** The cluster gets no more requests: drain what it has. */
  default void removed(Cluster cluster) {}

  /** Hosts that discovery no longer names: drain what they have. */
  default void hostsRemoved(Cluster cluster, List<Endpoint> hosts) {}

  /** Hosts came or went. */
  default void membershipChanged(Cluster cluster) {}

  /** The host became unhealthy. */
  default void hostFailed(Cluster cluster, Endpoint host) {}
}
