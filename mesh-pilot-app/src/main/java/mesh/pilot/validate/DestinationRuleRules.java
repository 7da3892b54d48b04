package mesh.pilot.validate;

import java.util.Map;
import java.util.TreeMap;
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
