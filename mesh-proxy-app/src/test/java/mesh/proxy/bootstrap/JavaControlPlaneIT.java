package mesh.proxy.bootstrap;

import static mesh.proxy.bootstrap.ControlPlaneYaml.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proxy as a client of java-control-plane. */
@Timeout(60)
class JavaControlPlaneIT {

  private final SimpleCache<String> cache = new SimpleCache<>(node -> "all");
  private Server server = server(0);

  @AfterEach
  void ends() {
    server.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"GRPC, ads", "DELTA_GRPC, ads", "GRPC, own", "DELTA_GRPC, own"})
  void takesSnapshots(String apiType, String kind) throws Exception {
    String source = kind.equals("ads") ? ControlPlaneYaml.ADS : ControlPlaneYaml.own(apiType);
    try (var one = new NamedServer("one");
        var two = new NamedServer("two")) {
      send(source, "1", one.port());
      try (var proxy = start(apiType, source)) {
        int port = proxy.port("in");
        assertThat(HttpGet.of(port).body()).isEqualTo("one");

        send(source, "2", two.port());
        HttpGet.until(() -> HttpGet.of(port).body().equals("two"));

        cache.setSnapshot("all", Snapshot.createEmpty("3"));
        HttpGet.until(() -> proxy.rooms().listeners.all().isEmpty());
        HttpGet.until(() -> !proxy.rooms().clusters.isKnown("shop"));
        assertThat(proxy.stat("cluster_manager.cds.update_rejected")).isZero();
        assertThat(proxy.stat("listener_manager.lds.update_rejected")).isZero();
      }
    }
  }

  @Test
  void goesOnWithoutItsServerAndFindsItAgain() throws Exception {
    try (var one = new NamedServer("one");
        var two = new NamedServer("two")) {
      send(ControlPlaneYaml.ADS, "1", one.port());
      try (var proxy = start("GRPC", ControlPlaneYaml.ADS)) {
        int port = proxy.port("in");
        int serverPort = server.getPort();
        assertThat(proxy.stat("control_plane.connected_state")).isEqualTo(1);

        server.shutdownNow().awaitTermination();
        HttpGet.until(() -> proxy.stat("control_plane.connected_state") == 0);
        assertThat(HttpGet.of(port).body()).isEqualTo("one");

        send(ControlPlaneYaml.ADS, "2", two.port());
        server = server(serverPort);
        HttpGet.until(() -> HttpGet.of(port).body().equals("two"));
        assertThat(proxy.stat("control_plane.connected_state")).isEqualTo(1);
        assertThat(proxy.stat("listener_manager.listener_modified")).isZero();
      }
    }
  }

  private void send(String source, String version, int port) {
    cache.setSnapshot(
        "all",
        Snapshot.create(
            List.of(read(ControlPlaneYaml.cluster("shop", source), Cluster.getDefaultInstance())),
            List.of(
                read(
                    ControlPlaneYaml.endpoints("shop", port),
                    ClusterLoadAssignment.getDefaultInstance())),
            List.of(read(ControlPlaneYaml.listener(source), Listener.getDefaultInstance())),
            List.of(read(ControlPlaneYaml.routes("shop"), RouteConfiguration.getDefaultInstance())),
            List.of(),
            version));
  }

  private RunningProxy start(String apiType, String source) {
    return new RunningProxy(ControlPlaneYaml.bootstrap(apiType, source, server.getPort(), ""));
  }

  private Server server(int port) {
    var discovery = new V3DiscoveryServer(cache);
    try {
      return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
          .addService(discovery.getAggregatedDiscoveryServiceImpl())
          .addService(discovery.getClusterDiscoveryServiceImpl())
          .addService(discovery.getEndpointDiscoveryServiceImpl())
          .addService(discovery.getListenerDiscoveryServiceImpl())
          .addService(discovery.getRouteDiscoveryServiceImpl())
          .build()
          .start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
