package mesh.pilot.validate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mesh.pilot.document.Code;
import mesh.pilot.model.Rule;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.Workload;

/** Ports of workloads by names that no port of their service has: they are never asked for. */
final class WorkloadPorts {

  private WorkloadPorts() {}

  /** Those of the workloads that an entry lists itself. */
  static void ofEndpoints(ServiceEntry entry, Findings findings) {
    for (int at = 0; at < entry.endpoints().size(); at++) {
      check(
          entry,
          entry.endpoints().get(at),
          List.of(entry),
          "spec.endpoints[" + at + "].ports",
          findings);
    }
  }

  /**
   * Those of one workload.
   *
   * @param entries that it serves; non-empty
   * @param field where its ports are
   */
  static void check(
      Rule rule, Workload workload, List<ServiceEntry> entries, String field, Findings findings) {
    Set<String> names =
        entries.stream()
            .flatMap(entry -> entry.ports().stream())
            .map(ServiceEntry.Port::name)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : new TreeSet<>(workload.ports().keySet())) {
      if (!names.contains(name)) {
        findings.add(
            rule,
            Code.REFERENCED_RESOURCE_NOT_FOUND,
            field,
            name,
            "the name of a port of "
                + entries.getFirst().title()
                + ": "
                + String.join(", ", names));
      }
    }
  }
}
