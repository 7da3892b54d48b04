package mesh.pilot.model;

import java.util.HashMap;
import java.util.Map;

/**
 * One running instance. Immutable.
 *
 * @param address IP address, host name, or {@code unix:///path}
 * @param ports by name of the service's port; a port that is missing has the service's number
 * @param labels say version, tier, and whether a sidecar takes mTLS ({@link #TLS_MODE})
 * @param locality {@code region/zone/subzone}; may be empty
 * @param weight 0 for none
 * @param serviceAccount of its identity; empty for {@code default}
 */
public record Workload(
    String address,
    Map<String, Integer> ports,
    Map<String, String> labels,
    String locality,
    int weight,
    String serviceAccount) {

  /** Label of workloads whose sidecar takes mTLS; its value is then {@code istio}. */
  public static final String TLS_MODE = "security.istio.io/tlsMode";

  public Workload {
    ports = Map.copyOf(ports);
    labels = Map.copyOf(labels);
  }

  /** The same workload without the label that says that its sidecar takes mTLS. */
  public Workload withoutMutualTls() {
    Map<String, String> others = new HashMap<>(labels);
    others.remove(TLS_MODE);
    return new Workload(address, ports, others, locality, weight, serviceAccount);
  }

  /** Whether its sidecar takes mTLS. */
  public boolean takesMutualTls() {
    return "istio".equals(labels.get(TLS_MODE));
  }
}
