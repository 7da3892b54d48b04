package mesh.pilot.validate;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mesh.pilot.document.Code;
import mesh.pilot.model.AuthorizationPolicy;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.PeerAuthentication;
import mesh.pilot.model.Rule;
import mesh.pilot.model.WorkloadEntry;
import mesh.pilot.world.Selector;
import mesh.pilot.world.World;

/** Whom policies are for, and whether two of them are for the same. */
final class SecurityRules {

  private SecurityRules() {}

  static void check(Known known, Findings findings) {
    World world = known.world();
    for (AuthorizationPolicy policy : world.of(AuthorizationPolicy.class)) {
      selector(world, policy, policy.selector(), findings);
    }
    Map<String, PeerAuthentication> seen = new HashMap<>();
    for (PeerAuthentication policy : world.of(PeerAuthentication.class)) {
      selector(world, policy, policy.selector(), findings);
      var labels = new TreeMap<>(policy.selector());
      PeerAuthentication other = seen.putIfAbsent(policy.meta().namespace() + " " + labels, policy);
      if (other != null) {
        findings.add(
            policy,
            Code.CONFLICTING_PEER_AUTHENTICATION,
            "spec.selector",
            labels.isEmpty() ? null : labels,
            "workloads of its own; " + other.title() + " at " + other.meta().place() + " counts");
      }
    }
  }

  private static void selector(
      World world, Rule policy, Map<String, String> selector, Findings findings) {
    if (selector.isEmpty()
        || labels(world, policy).anyMatch(of -> Selector.selects(selector, of))) {
      return;
    }
    findings.add(
        policy,
        Code.NO_MATCHING_WORKLOADS_FOUND,
        "spec.selector.matchLabels",
        new TreeMap<>(selector),
        "labels of a workload in " + policy.meta().namespace());
  }

  /** Of all workloads that a policy may be for; gateways show theirs in selectors alone. */
  private static Stream<Map<String, String>> labels(World world, Rule policy) {
    String namespace = policy.meta().namespace();
    boolean isForAll = namespace.equals(world.settings().rootNamespace());
    Stream<Map<String, String>> ofServices =
        world.services().stream()
            .filter(service -> isForAll || service.namespace().equals(namespace))
            .flatMap(service -> service.workloads().stream())
            .map(workload -> workload.labels());
    Stream<Map<String, String>> alone =
        world.of(WorkloadEntry.class).stream()
            .filter(entry -> isForAll || entry.meta().namespace().equals(namespace))
            .map(entry -> entry.workload().labels());
    Stream<Map<String, String>> ofGateways =
        world.of(Gateway.class).stream().map(Gateway::selector);
    return Stream.of(ofServices, alone, ofGateways).flatMap(all -> all);
  }
}
