package mesh.pilot.model;

import java.util.List;
import java.util.Optional;

/**
 * A service as every platform's adapter gives it. Immutable.
 *
 * @param host its full name
 * @param namespace that it belongs to
 * @param addresses virtual IP addresses or blocks; may be empty
 * @param workloads that serve it; of {@code DNS} services the names to be resolved
 * @param subjectAltNames that its workloads prove; empty for those of their service accounts
 */
public record Service(
    String host,
    String namespace,
    List<String> addresses,
    List<ServiceEntry.Port> ports,
    ServiceEntry.Location location,
    ServiceEntry.Resolution resolution,
    List<Workload> workloads,
    List<String> subjectAltNames) {

  public Service {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
    workloads = List.copyOf(workloads);
    subjectAltNames = List.copyOf(subjectAltNames);
  }

  /** The same service with other workloads. */
  public Service withWorkloads(List<Workload> others) {
    return new Service(
        host, namespace, addresses, ports, location, resolution, others, subjectAltNames);
  }

  /** The port with this number. */
  public Optional<ServiceEntry.Port> port(int number) {
    return ports.stream().filter(port -> port.number() == number).findFirst();
  }

  /** Whether its workloads have identities of the mesh. */
  public boolean isOfMesh() {
    return location == ServiceEntry.Location.MESH_INTERNAL;
  }
}
