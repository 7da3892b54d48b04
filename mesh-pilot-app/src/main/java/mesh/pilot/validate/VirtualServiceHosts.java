package mesh.pilot.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.document.Code;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.VirtualService;
import mesh.pilot.world.Hosts;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/** Which gateways virtual services are for, and which hosts at them. */
final class VirtualServiceHosts {

  private VirtualServiceHosts() {}

  static void check(Known known, Findings findings) {
    Map<String, VirtualService> taken = new HashMap<>(); // by host
    for (VirtualService rule : known.world().of(VirtualService.class)) {
      List<@Nullable Gateway> gateways = new ArrayList<>(); // 1:1 with the names; null for mesh
      for (int at = 0; at < rule.gateways().size(); at++) {
        String key = rule.gatewayKey(rule.gateways().get(at));
        Gateway gateway = known.gateway(key);
        gateways.add(gateway);
        if (gateway == null && !key.equals(VirtualService.MESH)) {
          findings.add(
              rule,
              Code.REFERENCED_RESOURCE_NOT_FOUND,
              "spec.gateways[" + at + "]",
              rule.gateways().get(at),
              "a Gateway, or mesh; there is no " + key + known.hintOfGateway(key));
        }
        if (key.equals(VirtualService.MESH)) {
          hosts(known.world(), rule, taken, findings);
        }
      }
      served(rule, gateways, known.world(), findings);
    }
  }

  /** Tells of hosts that no gateway serves, and of gateways that serve none of the hosts. */
  private static void served(
      VirtualService rule, List<@Nullable Gateway> gateways, World world, Findings findings) {
    List<String> lost = new ArrayList<>(rule.hosts());
    for (int at = 0; at < gateways.size(); at++) {
      Gateway gateway = gateways.get(at);
      if (gateway == null) {
        lost.clear(); // the mesh serves all, and what is not there yet may
        continue;
      }
      List<String> its =
          rule.hosts().stream().filter(host -> serves(gateway, rule, host, world)).toList();
      lost.removeAll(its);
      if (its.isEmpty() && gateways.size() > 1) {
        findings.add(
            rule,
            Code.HOST_NOT_FOUND_IN_GATEWAY,
            "spec.gateways[" + at + "]",
            rule.gateways().get(at),
            "a Gateway with a server for one of the hosts");
      }
    }
    for (String host : lost) {
      findings.add(
          rule,
          Code.HOST_NOT_FOUND_IN_GATEWAY,
          "spec.hosts[" + rule.hosts().indexOf(host) + "]",
          host,
          "a host of a server of " + String.join(" or ", rule.gateways()));
    }
  }

  private static boolean serves(Gateway gateway, VirtualService rule, String host, World world) {
    String full = world.fullHost(host, rule.meta().namespace());
    return gateway.servers().stream()
        .flatMap(server -> server.hosts().stream())
        .anyMatch(
            served -> {
              int slash = served.indexOf('/');
              String namespace = slash < 0 ? "*" : served.substring(0, slash);
              String own = namespace.equals(".") ? gateway.meta().namespace() : namespace;
              String pattern = served.substring(slash + 1);
              return (own.equals("*") || own.equals(rule.meta().namespace()))
                  && List.of(host, full).stream()
                      .anyMatch(one -> Hosts.covers(pattern, one) || Hosts.covers(one, pattern));
            });
  }

  /**
   * Of two virtual services with a host in the mesh, only the first by name gets requests; gateways
   * put the routes of both together.
   */
  private static void hosts(
      World world, VirtualService rule, Map<String, VirtualService> taken, Findings findings) {
    for (int at = 0; at < rule.hosts().size(); at++) {
      String host = world.fullHost(rule.hosts().get(at), rule.meta().namespace());
      VirtualService other = taken.putIfAbsent(host, rule);
      if (other != null && !other.equals(rule)) {
        findings.add(
            rule,
            Code.CONFLICTING_VIRTUAL_SERVICE_HOSTS,
            "spec.hosts[" + at + "]",
            rule.hosts().get(at),
            "a host of its own at mesh; "
                + other.title()
                + " has it at "
                + other.meta().place()
                + " already");
      }
    }
  }
}
