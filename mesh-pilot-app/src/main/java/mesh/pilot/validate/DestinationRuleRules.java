package mesh.pilot.validate;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.pilot.document.Code;
import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.Service;
import mesh.pilot.model.TrafficPolicy;
import mesh.pilot.model.TrafficPolicy.ClientTls;
import mesh.pilot.world.Selector;
import org.jspecify.annotations.Nullable;

/** Whether destination rules are for something, and whether their TLS proves anything. */
final class DestinationRuleRules {

  private DestinationRuleRules() {}

  static void check(Known known, Findings findings) {
    for (DestinationRule rule : known.world().of(DestinationRule.class)) {
      String host = known.world().fullHost(rule.host(), rule.meta().namespace());
      if (!known.hasServiceFor(host)) {
        findings.add(
            rule,
            Code.UNKNOWN_DESTINATION_RULE_HOST,
            "spec.host",
            rule.host(),
            "the host of a service; there is no " + host + known.hint(host));
      }
      Service service = known.world().service(host);
      for (int at = 0; at < rule.subsets().size(); at++) {
        DestinationRule.Subset subset = rule.subsets().get(at);
        String path = "spec.subsets[" + at + "]";
        if (service != null && selectsNothing(subset, service)) {
          findings.add(
              rule,
              Code.SUBSET_SELECTS_NO_WORKLOAD,
              path + ".labels",
              new TreeMap<>(subset.labels()),
              "labels of a workload of " + host);
        }
        tls(rule, path + ".trafficPolicy", subset.policy(), findings);
      }
      tls(rule, "spec.trafficPolicy", rule.policy(), findings);
      if (service != null) {
        ports(rule, service, findings);
      }
      twice(rule, known, findings);
    }
  }

  private static void ports(DestinationRule rule, Service service, Findings findings) {
    ports(rule, "spec.trafficPolicy", rule.policy(), service, findings);
    for (int at = 0; at < rule.subsets().size(); at++) {
      TrafficPolicy policy = rule.subsets().get(at).policy();
      ports(rule, "spec.subsets[" + at + "].trafficPolicy", policy, service, findings);
    }
  }

  private static void ports(
      DestinationRule rule, String path, TrafficPolicy policy, Service service, Findings findings) {
    for (Integer port : new TreeSet<>(policy.ports().keySet())) {
      if (service.port(port).isEmpty()) {
        findings.add(
            rule,
            Code.REFERENCED_RESOURCE_NOT_FOUND,
            path + ".portLevelSettings",
            port,
            "a port of "
                + service.host()
                + ": "
                + service.ports().stream().map(one -> "" + one.number()).collect(joining(", ")));
      }
    }
  }

  /** Subsets of several rules are put together; of all else, the first rule counts. */
  private static void twice(DestinationRule rule, Known known, Findings findings) {
    DestinationRule first = known.firstOfHost(rule);
    if (first.equals(rule)) {
      return;
    }
    String where = first.title() + " at " + first.meta().place();
    if (!rule.policy().equals(TrafficPolicy.NONE) && !first.policy().equals(TrafficPolicy.NONE)) {
      findings.add(
          rule,
          Code.FIELD_WITHOUT_EFFECT,
          "spec.trafficPolicy",
          "an object",
          "nothing, as " + where + " has one for the host");
    }
    for (int at = 0; at < rule.subsets().size(); at++) {
      String name = rule.subsets().get(at).name();
      if (first.subsets().stream().anyMatch(subset -> subset.name().equals(name))) {
        findings.add(
            rule,
            Code.FIELD_WITHOUT_EFFECT,
            "spec.subsets[" + at + "]",
            name,
            "a name that " + where + " does not have for the host");
      }
    }
  }

  private static boolean selectsNothing(DestinationRule.Subset subset, Service service) {
    return service.workloads().stream()
        .noneMatch(workload -> Selector.selects(subset.labels(), workload.labels()));
  }

  private static void tls(
      DestinationRule rule, String path, TrafficPolicy policy, Findings findings) {
    Code whole = Code.NO_SERVER_CERTIFICATE_VERIFICATION;
    unverified(rule, whole, path + ".tls", policy.tls(), findings);
    for (Map.Entry<Integer, TrafficPolicy> port : new TreeMap<>(policy.ports()).entrySet()) {
      String field = path + ".portLevelSettings[port=" + port.getKey() + "].tls";
      Code ofPort = Code.NO_SERVER_CERTIFICATE_VERIFICATION_OF_PORT;
      unverified(rule, ofPort, field, port.getValue().tls(), findings);
    }
  }

  private static void unverified(
      DestinationRule rule, Code code, String path, @Nullable ClientTls tls, Findings findings) {
    if (tls != null
        && (tls.mode() == ClientTls.Mode.SIMPLE || tls.mode() == ClientTls.Mode.MUTUAL)
        && tls.caCertificates().isEmpty()) {
      findings.add(
          rule,
          code,
          path + ".caCertificates",
          null,
          "a file of roots, as without it any server is believed");
    }
  }
}
