package mesh.pilot.generate;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.UncheckedIOException;
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
import mesh.pilot.generate.route.GatewayRoutes;
import mesh.pilot.generate.route.OutboundRoutes;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.source.RuleText;
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
                  io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate
                      .getDescriptor()))
          .build();

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
                                    Endpoints.Inputs.of(in.name(), in.service(), in.labels())))));

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

  private static World world(Golden story) {
    var text = new RuleText();
    text.add("rules.yaml", story.inputText());
    return World.of(1, MeshSettings.USUAL, text.rules());
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
