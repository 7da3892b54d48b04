package mesh.pilot.validate;

import java.util.List;
import mesh.pilot.document.Code;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.Gateway.Server;
import mesh.pilot.model.Gateway.ServerTls;
import org.jspecify.annotations.Nullable;

/** Hosts that gateways take from each other, and the certificates that they name. */
final class GatewayRules {

  private GatewayRules() {}

  static void check(Known known, Credentials credentials, Findings findings) {
    List<Gateway> gateways = known.world().of(Gateway.class);
    for (List<GatewayPorts.Opened> servers : GatewayPorts.byPort(gateways).values()) {
      for (int later = 1; later < servers.size(); later++) {
        conflicts(servers.get(later), servers.subList(0, later), findings);
      }
    }
    for (Gateway gateway : gateways) {
      for (int at = 0; at < gateway.servers().size(); at++) {
        credential(gateway, at, credentials, findings);
      }
    }
  }

  private static void conflicts(
      GatewayPorts.Opened one, List<GatewayPorts.Opened> others, Findings findings) {
    for (GatewayPorts.Opened other : others) {
      boolean merges = other.gateway().equals(one.gateway()) && !one.takesTls();
      if (merges || !one.sharesWorkloadsWith(other)) {
        continue;
      }
      List<String> its = names(other);
      for (int at = 0; at < one.server().hosts().size(); at++) {
        String host = one.server().hosts().get(at);
        if (its.contains(name(one, host))) {
          findings.add(
              one.gateway(),
              Code.CONFLICTING_GATEWAYS,
              one.field() + ".hosts[" + at + "]",
              host,
              "a host of its own on port "
                  + one.server().port().number()
                  + "; "
                  + other.gateway().title()
                  + " has it for the same workloads at "
                  + other.gateway().meta().places().of(other.field()));
          return;
        }
      }
    }
  }

  /**
   * A certificate is chosen by the name alone; requests, by the namespace of their rules as well.
   */
  private static String name(GatewayPorts.Opened server, String host) {
    return server.takesTls() ? host.substring(host.indexOf('/') + 1) : host;
  }

  private static List<String> names(GatewayPorts.Opened server) {
    return server.server().hosts().stream().map(host -> name(server, host)).toList();
  }

  private static void credential(
      Gateway gateway, int at, Credentials credentials, Findings findings) {
    Server server = gateway.servers().get(at);
    ServerTls tls = server.tls();
    if (tls == null || tls.credentialName().isEmpty()) {
      return;
    }
    String field = "spec.servers[" + at + "].tls.credentialName";
    String missing = credentials.missing(tls.credentialName(), tls.mode());
    if (missing != null) {
      tell(
          gateway,
          Code.REFERENCED_RESOURCE_NOT_FOUND,
          field,
          tls,
          "a folder with " + missing,
          findings);
      return;
    }
    String wrong = credentials.wrong(tls.credentialName());
    tell(gateway, Code.INVALID_GATEWAY_CREDENTIAL, field, tls, wrong, findings);
  }

  private static void tell(
      Gateway gateway,
      Code code,
      String field,
      ServerTls tls,
      @Nullable String expected,
      Findings findings) {
    if (expected != null) {
      findings.add(gateway, code, field, tls.credentialName(), expected);
    }
  }
}
