package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.HttpMatch;
import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.VirtualService;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.Selector;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/**
 * The route table of what a workload sends, for requests that name a service in {@code Host}. All
 * HTTP ports of all services are in one table, for the port is in the name or is the only one.
 */
public final class OutboundRoutes {

  /** Name of the table; Istio's, for proxies that are called on purpose. */
  public static final String NAME = "http_proxy";

  private static final int BAD_GATEWAY = 502;

  private OutboundRoutes() {}

  /**
   * Everything that the table depends on.
   *
   * @param namespace of the client
   * @param labels of the client, for matches on its own side
   */
  public record Inputs(World world, String namespace, Map<String, String> labels) {

    public static Inputs of(World world, Proxy proxy) {
      return new Inputs(world, proxy.namespace(), world.labelsThatMatter(proxy.labels()));
    }
  }

  /** Makes the table. */
  public static RouteConfiguration generate(Inputs inputs) {
    var hosts = new VirtualHosts();
    var table =
        RouteConfiguration.newBuilder().setName(NAME).setValidateClusters(Protos.flag(false));
    for (Service service : inputs.world().services()) {
      for (ServiceEntry.Port port : service.ports()) {
        if (port.protocol().isHttp() && !service.host().startsWith("*")) {
          add(table, of(inputs, hosts, service, port));
        }
      }
    }
    for (VirtualService rule : inputs.world().virtualServices(VirtualService.MESH)) {
      add(table, unknownHosts(inputs, hosts, rule));
    }
    return table.addVirtualHosts(refusal()).build();
  }

  private static void add(RouteConfiguration.Builder table, @Nullable VirtualHost host) {
    if (host != null) {
      table.addVirtualHosts(host);
    }
  }

  private static @Nullable VirtualHost of(
      Inputs inputs, VirtualHosts hosts, Service service, ServiceEntry.Port port) {
    World world = inputs.world();
    Set<String> domains =
        Domains.of(
            service,
            port.number(),
            inputs.namespace(),
            world.settings(),
            isUsual(service, port.number()));
    return hosts.of(
        service.host() + ":" + port.number(), domains, routes(inputs, service, port.number()));
  }

  /** Requests without a port in {@code Host} mean port 80, or the only HTTP port. */
  private static boolean isUsual(Service service, int port) {
    List<Integer> http =
        service.ports().stream()
            .filter(one -> one.protocol().isHttp())
            .map(ServiceEntry.Port::number)
            .toList();
    return http.contains(80) ? port == 80 : http.getFirst() == port;
  }

  /**
   * The routes of a service: those of the most specific virtual service that has some for the
   * client, else the one to its cluster.
   */
  static List<Route> routes(Inputs inputs, Service service, int port) {
    World world = inputs.world();
    var entries = new RouteEntries(world, inputs.namespace(), port);
    for (VirtualService rule : world.meshRules(service.host())) {
      List<Route> routes = entries.of(rule, match -> applies(match, inputs, port));
      if (!routes.isEmpty()) {
        return routes;
      }
    }
    return List.of(entries.plain(ClusterName.outbound(port, "", service.host()).toString()));
  }

  private static boolean applies(HttpMatch match, Inputs inputs, int port) {
    return (match.port() == null || match.port() == port)
        && (match.gateways().isEmpty() || match.gateways().contains(VirtualService.MESH))
        && (match.sourceNamespace().isEmpty() || match.sourceNamespace().equals(inputs.namespace()))
        && Selector.selects(match.sourceLabels(), inputs.labels());
  }

  /** A virtual service may be for hosts that are no service. */
  private static @Nullable VirtualHost unknownHosts(
      Inputs inputs, VirtualHosts hosts, VirtualService rule) {
    World world = inputs.world();
    Set<String> unknown = new LinkedHashSet<>();
    for (String host : rule.hosts()) {
      String full = world.fullHost(host, rule.meta().namespace());
      if (world.service(full) == null) {
        unknown.add(full);
        unknown.add(host);
      }
    }
    int port = 80;
    var entries = new RouteEntries(world, inputs.namespace(), port);
    List<Route> routes = new ArrayList<>(entries.of(rule, match -> applies(match, inputs, port)));
    return hosts.of(rule.meta().key(), Domains.withPort(unknown, port, true), routes);
  }

  private static VirtualHost refusal() {
    return VirtualHost.newBuilder()
        .setName("block_all")
        .addDomains("*")
        .addRoutes(
            Route.newBuilder()
                .setName("block_all")
                .setMatch(MatchGenerator.everything())
                .setDirectResponse(DirectResponseAction.newBuilder().setStatus(BAD_GATEWAY)))
        .build();
  }
}
