package mesh.pilot.model;

import java.util.List;
import java.util.Map;

/**
 * A service, of the mesh or outside of it. Immutable.
 *
 * @param hosts full names, or {@code *.suffix} without resolution
 * @param addresses virtual IP addresses or CIDR blocks
 * @param endpoints its workloads; empty if a selector says them, or DNS
 * @param selector labels of {@link WorkloadEntry}s of the namespace; empty for none
 * @param subjectAltNames that its workloads prove; empty for those of their service accounts
 */
public record ServiceEntry(
    Meta meta,
    List<String> hosts,
    List<String> addresses,
    List<Port> ports,
    Location location,
    Resolution resolution,
    List<Workload> endpoints,
    Map<String, String> selector,
    List<String> subjectAltNames)
    implements Rule {

  public ServiceEntry {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
    selector = Map.copyOf(selector);
    subjectAltNames = List.copyOf(subjectAltNames);
  }

  /**
   * One port.
   *
   * @param number that clients use
   * @param targetPort of the workloads that do not say another; the number if it is not set
   */
  public record Port(int number, String name, Protocol protocol, int targetPort) {}

  /** Whether its workloads have identities of the mesh. */
  public enum Location {
    MESH_EXTERNAL,
    MESH_INTERNAL
  }

  /** How addresses are found. */
  public enum Resolution {
    NONE,
    STATIC,
    DNS,
    DNS_ROUND_ROBIN
  }
}
