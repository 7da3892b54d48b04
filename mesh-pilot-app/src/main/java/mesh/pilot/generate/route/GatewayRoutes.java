package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.telemetry.RateLimits;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.Gateway.Server;
import mesh.pilot.model.HttpMatch;
import mesh.pilot.model.VirtualService;
import mesh.pilot.world.Hosts;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.Selector;
import mesh.pilot.world.World;

/** The route table of one port of a gateway. */
public final class GatewayRoutes {

  private GatewayRoutes() {}

  /**
   * Everything that the table depends on.
   *
   * @param name of the table
   * @param servers that share the port, each with its gateway
   * @param labels of the gateway's workload
   */
  public record Inputs(
      World world,
      String name,
      List<Opened> servers,
      String namespace,
      Map<String, String> labels) {

    public Inputs {
      servers = List.copyOf(servers);
      labels = Map.copyOf(labels);
    }
  }

  /** A server of a gateway. */
  public record Opened(Gateway gateway, Server server) {

    /** Name of its route table: plaintext servers of a port share one. */
    public String table() {
      Gateway.Port port = server.port();
      return isPlain()
          ? "http." + port.number()
          : "https."
              + port.number()
              + "."
              + port.name()
              + "."
              + gateway.meta().name()
              + "."
              + gateway.meta().namespace();
    }

    /** Whether it takes plaintext. */
    public boolean isPlain() {
      return server.tls() == null || server.tls().mode() == Gateway.ServerTls.Mode.NONE;
    }

    private boolean redirects() {
      return server.tls() != null && server.tls().httpsRedirect() && isPlain();
    }
  }

  /** The tables of a gateway's workload, by name. */
  public static Map<String, Inputs> of(World world, Proxy proxy) {
    Map<String, List<Opened>> byTable = new java.util.TreeMap<>();
    for (Gateway gateway : world.gateways(proxy.labels())) {
      for (Server server : gateway.servers()) {
        var opened = new Opened(gateway, server);
        byTable.computeIfAbsent(opened.table(), key -> new java.util.ArrayList<>()).add(opened);
      }
    }
    Map<String, Inputs> inputs = new java.util.TreeMap<>();
    byTable.forEach(
        (name, servers) ->
            inputs.put(name, new Inputs(world, name, servers, proxy.namespace(), proxy.labels())));
    return inputs;
  }

  /** Makes the table; ports in {@code Host} do not matter, for the table has one. */
  public static RouteConfiguration generate(Inputs inputs) {
    int port = inputs.servers().getFirst().server().port().number();
    var hosts = new GatewayHosts();
    for (Opened opened : inputs.servers()) {
      Gateway gateway = opened.gateway();
      for (VirtualService rule : inputs.world().virtualServices(gateway.meta().key())) {
        Set<String> domains = domains(inputs.world(), opened.server(), gateway, rule);
        if (domains.isEmpty()) {
          continue;
        }
        List<Route> routes =
            new RouteEntries(inputs.world(), inputs.namespace(), port)
                .of(rule, match -> applies(match, inputs, gateway, rule, port));
        hosts.add(domains, routes);
        if (opened.redirects()) {
          hosts.redirect(domains);
        }
      }
      if (opened.redirects()) {
        hosts.redirect(patterns(opened.server()));
      }
    }
    var table =
        RouteConfiguration.newBuilder()
            .setName(inputs.name())
            .setIgnorePortInHostMatching(true)
            .setValidateClusters(Protos.flag(false));
    for (VirtualHost.Builder host : hosts.made(port)) {
      table.addVirtualHosts(
          host.addAllRateLimits(RateLimits.descriptors(inputs.world().settings().rateLimit())));
    }
    return table.build();
  }

  private static Set<String> patterns(Server server) {
    Set<String> patterns = new LinkedHashSet<>();
    server.hosts().forEach(served -> patterns.add(served.substring(served.indexOf('/') + 1)));
    return patterns;
  }

  /** The hosts of the rule that the server serves, each as narrow as the narrower of the two. */
  private static Set<String> domains(
      World world, Server server, Gateway gateway, VirtualService rule) {
    Set<String> domains = new LinkedHashSet<>();
    for (String served : server.hosts()) {
      int slash = served.indexOf('/');
      String namespace = slash < 0 ? "*" : served.substring(0, slash);
      String pattern = served.substring(slash + 1);
      String own = namespace.equals(".") ? gateway.meta().namespace() : namespace;
      if (own.equals("*") || own.equals(rule.meta().namespace())) {
        for (String host : rule.hosts()) {
          String full = world.fullHost(host, rule.meta().namespace());
          if (Hosts.covers(pattern, host)) {
            domains.add(host);
          } else if (Hosts.covers(pattern, full)) {
            domains.add(full);
          } else if (Hosts.covers(host, pattern)) {
            domains.add(pattern);
          }
        }
      }
    }
    return domains;
  }

  private static boolean applies(
      HttpMatch match, Inputs inputs, Gateway gateway, VirtualService rule, int port) {
    boolean isThisGateway =
        match.gateways().isEmpty()
            || match.gateways().stream()
                .map(name -> name.contains("/") ? name : rule.meta().namespace() + "/" + name)
                .anyMatch(gateway.meta().key()::equals);
    return isThisGateway
        && (match.port() == null || match.port() == port)
        && Selector.selects(match.sourceLabels(), inputs.labels())
        && (match.sourceNamespace().isEmpty()
            || match.sourceNamespace().equals(inputs.namespace()));
  }
}
