package mesh.proxy.cluster.lb;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.endpoint.Endpoint;

/**
 * All hosts of a cluster, by priority. Immutable.
 *
 * @param priorities at least one
 * @param overprovisioningPercent so much of what is needed is there while all hosts are healthy
 * @param weightedHealth true if a priority's health counts weights instead of hosts
 */
public record Membership(
    List<HostSet> priorities, int overprovisioningPercent, boolean weightedHealth) {

  /** Envoy's overprovisioning factor of 1.4. */
  public static final int OVERPROVISIONING = 140;

  /** No hosts yet. */
  public static final Membership EMPTY =
      new Membership(List.of(HostSet.EMPTY), OVERPROVISIONING, false);

  public Membership {
    priorities = List.copyOf(priorities);
    if (priorities.isEmpty()) {
      throw new IllegalArgumentException("priorities: none (expected: at least one)");
    }
  }

  /** All hosts of all priorities. */
  public List<Endpoint> hosts() {
    if (priorities.size() == 1) {
      return priorities.getFirst().hosts();
    }
    List<Endpoint> all = new ArrayList<>();
    priorities.forEach(priority -> all.addAll(priority.hosts()));
    return all;
  }
}
