package mesh.pilot.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.document.Code;
import mesh.pilot.model.Protocol;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.WorkloadEntry;
import mesh.pilot.world.Selector;

/** Services that contradict each other or cannot be told apart, and instances of none. */
final class ServiceEntryRules {

  private ServiceEntryRules() {}

  static void check(Known known, Findings findings) {
    List<ServiceEntry> entries = known.world().of(ServiceEntry.class);
    Map<String, ServiceEntry> byHostAndPort = new HashMap<>();
    Map<String, ServiceEntry> byHost = new HashMap<>();
    for (ServiceEntry entry : entries) {
      for (int at = 0; at < entry.ports().size(); at++) {
        protocol(entry, at, byHostAndPort, findings);
        addresses(entry, at, findings);
      }
      resolution(entry, findings);
      blocks(entry, findings);
      WorkloadPorts.ofEndpoints(entry, findings);
      joined(entry, byHost, findings);
    }
    for (WorkloadEntry instance : known.world().of(WorkloadEntry.class)) {
      List<ServiceEntry> its = entries.stream().filter(one -> selects(one, instance)).toList();
      if (!its.isEmpty()) {
        WorkloadPorts.check(instance, instance.workload(), its, "spec.ports", findings);
      } else {
        findings.add(
            instance,
            Code.UNUSED_WORKLOAD_ENTRY,
            "spec.labels",
            new java.util.TreeMap<>(instance.workload().labels()),
            "labels that the workloadSelector of a ServiceEntry in "
                + instance.meta().namespace()
                + " asks for");
      }
    }
  }

  private static boolean selects(ServiceEntry entry, WorkloadEntry instance) {
    return entry.meta().namespace().equals(instance.meta().namespace())
        && !entry.selector().isEmpty()
        && Selector.selects(entry.selector(), instance.workload().labels());
  }

  private static void protocol(
      ServiceEntry entry, int at, Map<String, ServiceEntry> byHostAndPort, Findings findings) {
    ServiceEntry.Port port = entry.ports().get(at);
    for (String host : entry.hosts()) {
      ServiceEntry other = byHostAndPort.putIfAbsent(host + ":" + port.number(), entry);
      if (other == null || other.equals(entry)) {
        continue;
      }
      Protocol first =
          other.ports().stream()
              .filter(one -> one.number() == port.number())
              .map(ServiceEntry.Port::protocol)
              .findFirst()
              .orElse(port.protocol());
      if (first != port.protocol()) {
        findings.add(
            entry,
            Code.CONFLICTING_SERVICE_ENTRY_PROTOCOL,
            "spec.ports[" + at + "].protocol",
            port.protocol(),
            first + ", as " + other.title() + " says for " + host + " at " + other.meta().place());
      }
    }
  }

  /** Clients call their proxy on purpose, so there is no address that was captured. */
  private static void resolution(ServiceEntry entry, Findings findings) {
    if (entry.resolution() == ServiceEntry.Resolution.NONE && entry.selector().isEmpty()) {
      findings.add(
          entry,
          Code.FIELD_WITHOUT_EFFECT,
          "spec.resolution",
          entry.resolution(),
          "STATIC or DNS, and hosts without wildcards; without, there is nowhere to send requests");
    }
  }

  /** An address is a name of the service; a block would be one if connections were captured. */
  private static void blocks(ServiceEntry entry, Findings findings) {
    for (int at = 0; at < entry.addresses().size(); at++) {
      String address = entry.addresses().get(at);
      if (address.contains("/")) {
        findings.add(
            entry,
            Code.FIELD_WITHOUT_EFFECT,
            "spec.addresses[" + at + "]",
            address,
            "one address; clients call their proxy on purpose, and name one");
      }
    }
  }

  /** Ports and workloads of a host are put together; of the rest, the first counts. */
  private static void joined(
      ServiceEntry entry, Map<String, ServiceEntry> byHost, Findings findings) {
    for (String host : entry.hosts()) {
      ServiceEntry first = byHost.putIfAbsent(host, entry);
      if (first == null || first.equals(entry)) {
        continue;
      }
      Map<String, Object> ours = ofFirstOnly(entry);
      ofFirstOnly(first)
          .forEach(
              (field, value) -> {
                if (!value.equals(ours.get(field))) {
                  findings.add(
                      entry,
                      Code.FIELD_WITHOUT_EFFECT,
                      "spec." + field,
                      ours.get(field),
                      value
                          + ", as "
                          + first.title()
                          + " says for "
                          + host
                          + " at "
                          + first.meta().place());
                }
              });
    }
  }

  private static Map<String, Object> ofFirstOnly(ServiceEntry entry) {
    return new java.util.TreeMap<>(
        Map.of(
            "addresses", entry.addresses(),
            "location", entry.location(),
            "resolution", entry.resolution(),
            "subjectAltNames", entry.subjectAltNames()));
  }

  /** A connection without host name can only be told by its address. */
  private static void addresses(ServiceEntry entry, int at, Findings findings) {
    if (entry.ports().get(at).protocol() == Protocol.TCP && entry.addresses().isEmpty()) {
      findings.add(
          entry,
          Code.ADDRESSES_REQUIRED,
          "spec.addresses",
          null,
          "an address, as port " + entry.ports().get(at).number() + " speaks TCP");
    }
  }
}
