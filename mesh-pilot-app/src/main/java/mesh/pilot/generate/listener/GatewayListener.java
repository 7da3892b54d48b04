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
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;

/** The listener of one port of a gateway. */
public final class GatewayListener {

  private static final String EVERYWHERE = "0.0.0.0";

  private GatewayListener() {}

  /**
   * Everything that the listener depends on.
   *
   * @param servers of the port, in order of their gateways
   * @param credentials folder of the certificates that gateways name
   */
  public record Inputs(int port, List<Opened> servers, String trustDomain, String credentials) {

    public Inputs {
      servers = List.copyOf(servers);
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
    return byPort.entrySet().stream()
        .map(entry -> new Inputs(entry.getKey(), entry.getValue(), trustDomain, credentials))
        .toList();
  }

  /** Makes the listener. Of servers that do not agree on TLS, those like the first count. */
  public static Listener generate(Inputs inputs) {
    String name = EVERYWHERE + "_" + inputs.port();
    var proto =
        Listener.newBuilder()
            .setName(name)
            .setAddress(Protos.address(EVERYWHERE, inputs.port()))
            .setTrafficDirection(TrafficDirection.OUTBOUND);
    Opened first = inputs.servers().getFirst();
    if (first.isPlain()) {
      return proto
          .addFilterChains(
              FilterChain.newBuilder()
                  .addFilters(HttpFilterChain.gateway("outbound_" + name, first.table())))
          .build();
    }
    proto.addListenerFilters(
        ListenerFilter.newBuilder()
            .setName("envoy.filters.listener.tls_inspector")
            .setTypedConfig(Protos.any(TlsInspector.getDefaultInstance())));
    Set<String> taken = new LinkedHashSet<>();
    for (Opened opened : inputs.servers()) {
      if (!opened.isPlain()) {
        chain(inputs, opened, name, taken, proto);
      }
    }
    return proto.build();
  }

  private static void chain(
      Inputs inputs, Opened opened, String name, Set<String> taken, Listener.Builder proto) {
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
            .addFilters(HttpFilterChain.gateway("outbound_" + name, opened.table())));
  }
}
