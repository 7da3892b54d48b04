package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.TlsGenerator;
import mesh.pilot.generate.route.GatewayRoutes.Opened;
import mesh.pilot.generate.telemetry.ListenerTelemetry;
import mesh.pilot.generate.telemetry.RateLimits;
import mesh.pilot.model.AuthorizationPolicy;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/** The listener of one port of a gateway. */
public final class GatewayListener {

  private static final String EVERYWHERE = "0.0.0.0";
  private static final String LOOPBACK = "127.";

  private GatewayListener() {}

  /**
   * Everything that the listener depends on.
   *
   * @param address that it is bound to
   * @param servers of the port, in order of their gateways
   * @param credentials folder of the certificates that gateways name
   * @param policies of the gateway's workload
   * @param limits null if no rate limit service is asked
   */
  public record Inputs(
      String address,
      int port,
      List<Opened> servers,
      String trustDomain,
      String credentials,
      List<AuthorizationPolicy> policies,
      RateLimits.@Nullable Asked limits,
      ListenerTelemetry telemetry) {

    public Inputs {
      servers = List.copyOf(servers);
      policies = List.copyOf(policies);
    }

    private io.envoyproxy.envoy.config.listener.v3.Filter manager(String table) {
      return HttpFilterChain.gateway(
          "outbound_" + address + "_" + port,
          table,
          AccessRules.of(policies, trustDomain, true),
          limits,
          telemetry);
    }
  }

  /** One for each port that a gateway's workload opens. */
  public static List<Inputs> of(World world, Proxy proxy, String credentials) {
    Map<Integer, List<Opened>> byPort = new TreeMap<>();
    world
        .gateways(proxy.labels())
        .forEach(
            gateway ->
                gateway
                    .servers()
                    .forEach(
                        server ->
                            byPort
                                .computeIfAbsent(
                                    server.port().number(), key -> new java.util.ArrayList<>())
                                .add(new Opened(gateway, server))));
    String trustDomain = world.settings().trustDomain();
    var policies = world.policies(proxy.namespace(), proxy.labels());
    var limits = RateLimits.Asked.of(world);
    // On one machine, the same ports of other loopback addresses belong to other proxies.
    String address = proxy.address().startsWith(LOOPBACK) ? proxy.address() : EVERYWHERE;
    var telemetry = ListenerTelemetry.of(world, proxy);
    return byPort.entrySet().stream()
        .map(
            entry ->
                new Inputs(
                    address,
                    entry.getKey(),
                    entry.getValue(),
                    trustDomain,
                    credentials,
                    policies,
                    limits,
                    telemetry))
        .toList();
  }

  /** Makes the listener. Of servers that do not agree on TLS, those like the first count. */
  public static Listener generate(Inputs inputs) {
    var proto =
        Listener.newBuilder()
            .setName(inputs.address() + "_" + inputs.port())
            .setAddress(Protos.address(inputs.address(), inputs.port()))
            .setTrafficDirection(TrafficDirection.OUTBOUND);
    Opened first = inputs.servers().getFirst();
    if (first.isPlain()) {
      return proto
          .addFilterChains(FilterChain.newBuilder().addFilters(inputs.manager(first.table())))
          .build();
    }
    proto.addListenerFilters(
        ListenerFilter.newBuilder()
            .setName("envoy.filters.listener.tls_inspector")
            .setTypedConfig(Protos.any(TlsInspector.getDefaultInstance())));
    Set<String> taken = new LinkedHashSet<>();
    for (Opened opened : inputs.servers()) {
      if (!opened.isPlain()) {
        chain(inputs, opened, taken, proto);
      }
    }
    return proto.build();
  }

  private static void chain(
      Inputs inputs, Opened opened, Set<String> taken, Listener.Builder proto) {
    var tls = java.util.Objects.requireNonNull(opened.server().tls()); // it is not plain
    List<String> names =
        opened.server().hosts().stream()
            .map(host -> host.substring(host.indexOf('/') + 1))
            .filter(taken::add)
            .toList();
    if (names.isEmpty()) {
      return;
    }
    var match = FilterChainMatch.newBuilder();
    if (!names.contains("*")) {
      match.addAllServerNames(names);
    }
    proto.addFilterChains(
        FilterChain.newBuilder()
            .setName(opened.table())
            .setFilterChainMatch(match)
            .setTransportSocket(
                TlsGenerator.gateway(tls, inputs.trustDomain(), inputs.credentials()))
            .addFilters(inputs.manager(opened.table())));
  }
}
