package mesh.proxy.cluster.lb;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.endpoint.Endpoint;

/**
 * The hosts of one priority. Immutable; what they are (healthy or not) is asked when it matters.
 */
public record HostSet(List<LocalityHosts> localities) {

  /** No hosts. */
  public static final HostSet EMPTY = new HostSet(List.of());

  public HostSet {
    localities = List.copyOf(localities);
  }

  /** All hosts, locality by locality. */
  public List<Endpoint> hosts() {
    if (localities.size() == 1) {
      return localities.getFirst().hosts();
    }
    List<Endpoint> all = new ArrayList<>();
    localities.forEach(locality -> all.addAll(locality.hosts()));
    return all;
  }
}
