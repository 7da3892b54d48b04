package mesh.pilot.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.Workload;
import mesh.pilot.model.WorkloadEntry;

/** Makes services of ServiceEntries and the WorkloadEntries that they select. */
final class Services {

  private Services() {}

  /**
   * All services by host. Of two entries for a host and a port the first counts, in the order of
   * namespace and name; further ports are added.
   */
  static Map<String, Service> of(List<ServiceEntry> entries, List<WorkloadEntry> instances) {
    Map<String, Service> byHost = new TreeMap<>();
    Map<String, List<WorkloadEntry>> byNamespace =
        instances.stream().collect(Collectors.groupingBy(one -> one.meta().namespace()));
    List<ServiceEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(entry -> entry.meta().key()));
    for (ServiceEntry entry : sorted) {
      for (String host : entry.hosts()) {
        var near = byNamespace.getOrDefault(entry.meta().namespace(), List.of());
        byHost.merge(host, service(host, entry, near), Services::joined);
      }
    }
    return byHost;
  }

  private static Service service(String host, ServiceEntry entry, List<WorkloadEntry> instances) {
    return new Service(
        host,
        entry.meta().namespace(),
        entry.addresses(),
        entry.ports(),
        entry.location(),
        entry.resolution(),
        workloads(host, entry, instances),
        entry.subjectAltNames());
  }

  private static List<Workload> workloads(
      String host, ServiceEntry entry, List<WorkloadEntry> instances) {
    if (!entry.endpoints().isEmpty()) {
      return entry.endpoints();
    }
    if (!entry.selector().isEmpty()) {
      return instances.stream()
          .filter(one -> Selector.selects(entry.selector(), one.workload().labels()))
          .map(WorkloadEntry::workload)
          .toList();
    }
    return switch (entry.resolution()) {
      case DNS, DNS_ROUND_ROBIN -> List.of(new Workload(host, Map.of(), Map.of(), "", 0, ""));
      case STATIC, NONE -> List.of();
    };
  }

  private static Service joined(Service first, Service second) {
    List<ServiceEntry.Port> ports = new ArrayList<>(first.ports());
    for (ServiceEntry.Port port : second.ports()) {
      if (first.port(port.number()).isEmpty()) {
        ports.add(port);
      }
    }
    List<Workload> workloads = new ArrayList<>(first.workloads());
    second.workloads().stream().filter(one -> !workloads.contains(one)).forEach(workloads::add);
    return new Service(
        first.host(),
        first.namespace(),
        first.addresses(),
        ports,
        first.location(),
        first.resolution(),
        workloads,
        first.subjectAltNames());
  }
}
