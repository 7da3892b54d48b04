package mesh.pilot.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.pilot.document.Code;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.Gateway.Server;
import mesh.pilot.model.Gateway.ServerTls;
import mesh.pilot.world.Selector;

/** A port takes plaintext or TLS, for all gateways that the same workload opens. */
final class GatewayPorts {

  private GatewayPorts() {}

  /** A server and where it stands. */
  record Opened(Gateway gateway, Server server, int at) {

    boolean takesTls() {
      ServerTls tls = server.tls();
      return tls != null && tls.mode() != ServerTls.Mode.NONE;
    }

    String field() {
      return "spec.servers[" + at + "]";
    }

    /** Whether each workload of the narrower gateway is one of the wider. */
    boolean sharesWorkloadsWith(Opened other) {
      Map<String, String> mine = gateway.selector();
      Map<String, String> its = other.gateway.selector();
      return Selector.selects(mine, its) || Selector.selects(its, mine);
    }
  }

  static void check(List<Gateway> gateways, Findings findings) {
    for (List<Opened> servers : byPort(gateways).values()) {
      for (int later = 1; later < servers.size(); later++) {
        Opened one = servers.get(later);
        servers.subList(0, later).stream()
            .filter(other -> other.takesTls() != one.takesTls())
            .filter(one::sharesWorkloadsWith)
            .findFirst()
            .ifPresent(other -> tell(one, other, findings));
      }
    }
  }

  /** All servers of all gateways that open a port. */
  static Map<Integer, List<Opened>> byPort(List<Gateway> gateways) {
    Map<Integer, List<Opened>> byPort = new TreeMap<>();
    for (Gateway gateway : gateways) {
      for (int at = 0; at < gateway.servers().size(); at++) {
        Server server = gateway.servers().get(at);
        byPort
            .computeIfAbsent(server.port().number(), port -> new ArrayList<>())
            .add(new Opened(gateway, server, at));
      }
    }
    return byPort;
  }

  private static void tell(Opened one, Opened other, Findings findings) {
    findings.add(
        one.gateway(),
        Code.CONFLICTING_GATEWAYS,
        one.field() + ".port.protocol",
        one.server().port().protocol(),
        (other.takesTls() ? "HTTPS" : "HTTP, HTTP2 or GRPC")
            + " on port "
            + one.server().port().number()
            + ", as "
            + other.gateway().title()
            + " has it for the same workloads at "
            + other.gateway().meta().places().of(other.field()));
  }
}
