package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.TlsGenerator;
import mesh.pilot.generate.telemetry.AccessLogs;
import mesh.pilot.generate.telemetry.Direction;
import mesh.pilot.generate.telemetry.IstioFilters;
import mesh.pilot.generate.telemetry.ListenerTelemetry;
import mesh.pilot.model.AuthorizationPolicy;
import mesh.pilot.model.PeerAuthentication.Mode;
import mesh.pilot.world.Instance;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;

/** The listener in front of one port of a workload: demands mTLS, asks the policies, hands on. */
public final class InboundListener {

  private static final String TLS = "tls";
  private static final String PLAINTEXT = "raw_buffer";

  private InboundListener() {}

  /**
   * Everything that the listener depends on.
   *
   * @param mode never {@code UNSET}
   * @param policies of the workload
   */
  public record Inputs(
      Instance instance,
      Mode mode,
      List<AuthorizationPolicy> policies,
      String trustDomain,
      ListenerTelemetry telemetry) {

    public Inputs {
      policies = List.copyOf(policies);
    }
  }

  /** One for each port of the workload. */
  public static List<Inputs> of(World world, Proxy proxy) {
    var policies = world.policies(proxy.namespace(), proxy.labels());
    var telemetry = ListenerTelemetry.of(world, proxy);
    var byPort = new TreeMap<Integer, Inputs>();
    for (Instance instance : world.instancesAt(proxy.address())) {
      Mode mode = world.mutualTls().of(proxy.namespace(), proxy.labels(), instance.number());
      byPort.putIfAbsent(
          instance.number(),
          new Inputs(instance, mode, policies, world.settings().trustDomain(), telemetry));
    }
    return List.copyOf(byPort.values());
  }

  /** Makes the listener. */
  public static Listener generate(Inputs inputs) {
    Instance instance = inputs.instance();
    String address = instance.workload().address();
    var proto =
        Listener.newBuilder()
            .setName(address + "_" + instance.number())
            .setAddress(Protos.address(address, instance.number()))
            .setTrafficDirection(TrafficDirection.INBOUND);
    boolean takesTls = inputs.mode() != Mode.DISABLE;
    if (takesTls) {
      proto.addFilterChains(
          chain(inputs, TLS).setTransportSocket(TlsGenerator.meshServer(inputs.trustDomain())));
      proto.addListenerFilters(
          ListenerFilter.newBuilder()
              .setName("envoy.filters.listener.tls_inspector")
              .setTypedConfig(Protos.any(TlsInspector.getDefaultInstance())));
    }
    if (inputs.mode() != Mode.STRICT) {
      proto.addFilterChains(chain(inputs, takesTls ? PLAINTEXT : ""));
    }
    return proto.build();
  }

  private static FilterChain.Builder chain(Inputs inputs, String transport) {
    var match = FilterChainMatch.newBuilder();
    if (!transport.isEmpty()) {
      match.setTransportProtocol(transport);
    }
    var proto = FilterChain.newBuilder().setFilterChainMatch(match).addAllFilters(filters(inputs));
    return transport.isEmpty() ? proto : proto.setName(transport);
  }

  private static List<Filter> filters(Inputs inputs) {
    Instance instance = inputs.instance();
    boolean isHttp = instance.port().protocol().isHttp();
    var access = AccessRules.of(inputs.policies(), inputs.trustDomain(), isHttp);
    String statPrefix = "inbound_" + instance.workload().address() + "_" + instance.number();
    String cluster = ClusterName.inbound(instance.number()).toString();
    if (isHttp) {
      return List.of(
          HttpFilterChain.inbound(
              statPrefix, routes(instance, cluster), access, inputs.telemetry()));
    }
    var filters =
        new java.util.ArrayList<Filter>(IstioFilters.tcp(inputs.telemetry(), Direction.INBOUND));
    for (RBAC rules : access) {
      filters.add(
          filter(
              "envoy.filters.network.rbac",
              io.envoyproxy
                  .envoy
                  .extensions
                  .filters
                  .network
                  .rbac
                  .v3
                  .RBAC
                  .newBuilder()
                  .setStatPrefix("tcp.")
                  .setRules(rules)
                  .build()));
    }
    filters.add(
        filter(
            "envoy.filters.network.tcp_proxy",
            TcpProxy.newBuilder()
                .setStatPrefix(cluster)
                .setCluster(cluster)
                .addAllAccessLog(AccessLogs.tcp(inputs.telemetry(), Direction.INBOUND))
                .build()));
    return filters;
  }

  private static Filter filter(String name, com.google.protobuf.Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }

  private static RouteConfiguration routes(Instance instance, String cluster) {
    String operation = instance.service().host() + ":" + instance.port().number() + "/*";
    return RouteConfiguration.newBuilder()
        .setName(cluster)
        .setValidateClusters(Protos.flag(false))
        .addVirtualHosts(
            VirtualHost.newBuilder()
                .setName("inbound|http|" + instance.port().number())
                .addDomains("*")
                .addRoutes(
                    Route.newBuilder()
                        .setName("default")
                        .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(
                            RouteAction.newBuilder()
                                .setCluster(cluster)
                                .setTimeout(Protos.duration(Duration.ZERO)))
                        .setDecorator(Decorator.newBuilder().setOperation(operation))))
        .build();
  }
}
