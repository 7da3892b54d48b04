package mesh.pilot.generate;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.pilot.generate.cluster.InboundCluster;
import mesh.pilot.generate.cluster.OutboundCluster;
import mesh.pilot.generate.endpoint.Endpoints;
import mesh.pilot.generate.listener.GatewayListener;
import mesh.pilot.generate.listener.InboundListener;
import mesh.pilot.generate.listener.OutboundListener;
import mesh.pilot.generate.route.GatewayRoutes;
import mesh.pilot.generate.route.OutboundRoutes;
import mesh.pilot.generate.telemetry.ProviderCluster;
import mesh.pilot.model.ExtensionProvider;
import mesh.pilot.model.ExtensionProvider.Target;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.RateLimitSettings;
import mesh.pilot.model.RateLimitSettings.Entry;
import mesh.pilot.model.RateLimitSettings.What;
import mesh.pilot.model.TelemetrySettings;
import mesh.pilot.source.RuleTexts;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import mesh.testkit.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules in, resources out: a case is a file. */
class GeneratorsTest {

  private static final TypeRegistry TYPES =
      TypeRegistry.newBuilder()
          .add(
              List.of(
                  io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3
                      .HttpConnectionManager.getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.http.router.v3.Router.getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC.getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault.getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors.getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy.getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig
                      .getDescriptor(),
                  io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimit
                      .getDescriptor(),
                  io.envoyproxy.envoy.config.trace.v3.ZipkinConfig.getDescriptor(),
                  io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig
                      .getDescriptor(),
                  com.github.udpa.udpa.type.v1.TypedStruct.getDescriptor(),
                  istio.stats.PluginConfig.getDescriptor(),
                  io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate
                      .getDescriptor()))
          .build();

  private static final MeshSettings TOLD =
      new MeshSettings(
          "cluster.local",
          "cluster.local",
          "istio-system",
          new TelemetrySettings(
              List.of(
                  new ExtensionProvider.HttpAls("als", new Target("telemetry", 9091), ""),
                  new ExtensionProvider.TcpAls("tcp", new Target("127.0.0.1", 9091), "mine")),
              new ExtensionProvider.Zipkin("zipkin", new Target("telemetry.example", 9411)),
              12.5),
          new RateLimitSettings(
              new Target("127.0.0.1", 9091),
              "edge",
              Duration.ofMillis(20),
              true,
              List.of(
                  List.of(new Entry(What.REMOTE_ADDRESS, "")),
                  List.of(
                      new Entry(What.GENERIC_KEY, "all"),
                      new Entry(What.REQUEST_HEADERS, "x-tenant"),
                      new Entry(What.DESTINATION_CLUSTER, ""),
                      new Entry(What.SOURCE_CLUSTER, "")))));

  private static final Proxy SHOP =
      new Proxy(
          "sidecar~10.0.0.1~shop.default~default.svc.cluster.local",
          Proxy.Type.SIDECAR,
          "10.0.0.1",
          "default",
          Map.of("app", "shop"),
          new Proxy.Outbound("127.0.0.1", 15001),
          "127.0.0.1");
  private static final Proxy STOCK =
      new Proxy(
          "sidecar~10.0.0.2~stock.default~default.svc.cluster.local",
          Proxy.Type.SIDECAR,
          "10.0.0.2",
          "default",
          Map.of("app", "stock", "version", "v1"),
          new Proxy.Outbound("127.0.0.1", 15001),
          "127.0.0.1");
  private static final Proxy EDGE =
      new Proxy(
          "router~10.0.0.9~edge.default~default.svc.cluster.local",
          Proxy.Type.ROUTER,
          "10.0.0.9",
          "default",
          Map.of("app", "edge"),
          new Proxy.Outbound("127.0.0.1", 15001),
          "127.0.0.1");

  static Stream<Golden> clusters() {
    return Golden.cases(GeneratorsTest.class, "clusters");
  }

  static Stream<Golden> endpoints() {
    return Golden.cases(GeneratorsTest.class, "endpoints");
  }

  static Stream<Golden> outbound() {
    return Golden.cases(GeneratorsTest.class, "outbound");
  }

  static Stream<Golden> gateway() {
    return Golden.cases(GeneratorsTest.class, "gateway");
  }

  static Stream<Golden> inbound() {
    return Golden.cases(GeneratorsTest.class, "inbound");
  }

  @ParameterizedTest
  @MethodSource
  void clusters(Golden story) {
    World world = world(story);
    List<Message> made = new ArrayList<>();
    world
        .services()
        .forEach(
            service ->
                OutboundCluster.of(world, service, "default")
                    .forEach(inputs -> made.add(OutboundCluster.generate(inputs))));

    check(story, made);
  }

  @ParameterizedTest
  @MethodSource
  void endpoints(Golden story) {
    World world = world(story);
    List<Message> made = new ArrayList<>();
    world
        .services()
        .forEach(
            service ->
                OutboundCluster.of(world, service, "default")
                    .forEach(
                        in ->
                            made.add(
                                Endpoints.generate(
                                    Endpoints.Inputs.of(
                                        in.name(), in.service(), in.labels(), in.mutualTls())))));

    check(story, made);
  }

  @ParameterizedTest
  @MethodSource
  void outbound(Golden story) {
    var table = OutboundRoutes.generate(OutboundRoutes.Inputs.of(world(story), SHOP));

    check(story, List.of(table));
  }

  @ParameterizedTest
  @MethodSource
  void gateway(Golden story) {
    World world = world(story);
    List<Message> made = new ArrayList<>();
    GatewayListener.of(world, EDGE, "credentials")
        .forEach(inputs -> made.add(GatewayListener.generate(inputs)));
    GatewayRoutes.of(world, EDGE).values().forEach(in -> made.add(GatewayRoutes.generate(in)));

    check(story, made);
  }

  @ParameterizedTest
  @MethodSource
  void inbound(Golden story) {
    World world = world(story);
    List<Message> made = new ArrayList<>();
    InboundListener.of(world, STOCK).forEach(in -> made.add(InboundListener.generate(in)));
    InboundCluster.of(world, STOCK).forEach(in -> made.add(InboundCluster.generate(in)));

    check(story, made);
  }

  static Stream<Golden> telemetry() {
    return Golden.cases(GeneratorsTest.class, "telemetry");
  }

  @ParameterizedTest
  @MethodSource
  void telemetry(Golden story) {
    World world = world(story, TOLD);
    List<Message> made = new ArrayList<>();
    ProviderCluster.of(world).forEach(in -> made.add(ProviderCluster.generate(in)));
    for (Proxy proxy : List.of(knowsIstio(SHOP), STOCK)) {
      made.add(OutboundListener.generate(OutboundListener.Inputs.of(world, proxy)));
      InboundListener.of(world, proxy).forEach(in -> made.add(InboundListener.generate(in)));
    }
    Proxy edge = knowsIstio(EDGE);
    GatewayListener.of(world, edge, "credentials")
        .forEach(in -> made.add(GatewayListener.generate(in)));
    GatewayRoutes.of(world, edge).values().forEach(in -> made.add(GatewayRoutes.generate(in)));

    check(story, made);
  }

  private static Proxy knowsIstio(Proxy proxy) {
    return new Proxy(
        proxy.id(),
        proxy.type(),
        proxy.address(),
        proxy.namespace(),
        proxy.labels(),
        proxy.ports(),
        proxy.appAddress(),
        new Proxy.Filters(true, true, true));
  }

  private static World world(Golden story) {
    return world(story, MeshSettings.USUAL);
  }

  private static World world(Golden story, MeshSettings settings) {
    return World.of(1, settings, RuleTexts.rules(story.inputText()));
  }

  private static void check(Golden story, Collection<? extends Message> made) {
    var printer = JsonFormat.printer().usingTypeRegistry(TYPES).omittingInsignificantWhitespace();
    var json = new StringBuilder("[");
    for (Message message : made) {
      try {
        json.append(json.length() > 1 ? "," : "").append(printer.print(message));
      } catch (InvalidProtocolBufferException e) {
        throw new UncheckedIOException(e);
      }
    }
    story.check(
        new org.snakeyaml.engine.v2.api.Load(
                org.snakeyaml.engine.v2.api.LoadSettings.builder().build())
            .loadFromString(json.append("]").toString()));
  }
}
