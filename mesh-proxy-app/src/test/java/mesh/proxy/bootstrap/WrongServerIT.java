package mesh.proxy.bootstrap;

import static mesh.proxy.bootstrap.ControlPlaneYaml.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the proxy answers to a management server, and to one that is out of its mind. */
@Timeout(60)
class WrongServerIT {

  private ScriptedServer server;
  private NamedServer one;
  private RunningProxy proxy;

  @BeforeEach
  void starts() throws Exception {
    server = new ScriptedServer();
    one = new NamedServer("one");
    var starting = CompletableFuture.supplyAsync(this::proxy);
    server.next("Cluster");
    server.send("1", shop());
    server.next("ClusterLoadAssignment");
    server.send("1", endpoints(one.port()));
    server.next("Listener");
    server.send("1", listener());
    server.next("RouteConfiguration");
    server.send("1", routes());
    proxy = starting.get();
    server.next("RouteConfiguration"); // its acknowledgement is the last one
  }

  @AfterEach
  void ends() {
    proxy.close();
    one.close();
    server.close();
  }

  @Test
  void acknowledgesWithVersionAndNonce() throws Exception {
    String nonce = server.send("2", shop());

    DiscoveryRequest request = server.next("Cluster");
    assertThat(request.getResponseNonce()).isEqualTo(nonce);
    assertThat(request.getVersionInfo()).isEqualTo("2");
    assertThat(request.hasErrorDetail()).isFalse();
    assertThat(request.hasNode()).isFalse();
    assertThat(proxy.stat("cluster_manager.cds.update_success")).isEqualTo(2);
    serves();
  }

  @Test
  void refusesWithTheSentenceAndTheVersionBefore() throws Exception {
    String nonce =
        server.send(
            "2",
            shop(),
            read("{name: bad, type: EDS, connect_timeout: 1s}", Cluster.getDefaultInstance()));

    DiscoveryRequest request = server.next("Cluster");
    assertThat(request.getResponseNonce()).isEqualTo(nonce);
    assertThat(request.getVersionInfo()).isEqualTo("1");
    assertThat(request.getErrorDetail().getMessage())
        .isEqualTo("bad: eds_cluster_config: null (expected: set: type is EDS)");
    assertThat(proxy.stat("cluster_manager.cds.update_rejected")).isEqualTo(1);
    serves();
  }

  @Test
  void refusesNamesThatOccurTwice() throws Exception {
    server.send("2", shop(), shop());

    assertThat(server.next("Cluster").getErrorDetail().getMessage())
        .isEqualTo(
            "resources[1]: name: shop (expected: a name that no other resource of the response"
                + " has)");
    serves();
  }

  @Test
  void refusesOtherTypesAndBytesThatAreNone() throws Exception {
    server.send(
        DiscoveryResponse.newBuilder()
            .setVersionInfo("2")
            .setTypeUrl(ScriptedServer.TYPES + "envoy.config.cluster.v3.Cluster")
            .addResources(Any.pack(routes()))
            .addResources(
                Any.newBuilder()
                    .setTypeUrl(ScriptedServer.TYPES + "envoy.config.cluster.v3.Cluster")
                    .setValue(ByteString.copyFromUtf8("\377junk"))));

    String text = server.next("Cluster").getErrorDetail().getMessage();
    assertThat(text)
        .contains("resources[0]: @type: type.googleapis.com/envoy.config.route.v3")
        .contains("resources[1]: ")
        .contains("an encoded envoy.config.cluster.v3.Cluster");
    serves();
  }

  @Test
  void ignoresTypesThatNobodyAskedFor() throws Exception {
    server.send(
        DiscoveryResponse.newBuilder().setVersionInfo("9").setTypeUrl("type.googleapis.com/x.Y"));
    server.send("2", shop());

    assertThat(server.next("Cluster").getVersionInfo()).isEqualTo("2");
    serves();
  }

  @Test
  void endsWithoutALossWhileAResponseWaits() throws Exception {
    var cold = proxy.rooms().cold;
    var released = new CompletableFuture<Boolean>();
    cold.execute(() -> pause(300)); // streams are closed behind it
    var closing = CompletableFuture.runAsync(proxy::close);
    Thread.sleep(100);
    cold.execute(() -> pause(400)); // loops end before it
    server.send("2", shop()); // its buffer is the one that the watch for leaks looks at
    Thread.sleep(100);
    cold.execute(() -> released.complete(true));

    closing.get();
    assertThat(released).isCompletedWithValue(true);
  }

  @Test
  void asksAgainOnANewStreamWithWhatItHas() throws Exception {
    for (int round = 0; round < 3; round++) {
      server.hangUp();

      DiscoveryRequest request = server.next("Cluster");
      assertThat(request.getVersionInfo()).isEqualTo("1");
      assertThat(request.getResponseNonce()).isEmpty();
      assertThat(request.getNode().getId()).isEqualTo("test");
      assertThat(request.getNode().getUserAgentName()).isEqualTo("reactive-mesh");
      assertThat(server.next("ClusterLoadAssignment").getResourceNamesList())
          .containsExactly("shop");
      assertThat(server.next("RouteConfiguration").getResourceNamesList()).containsExactly("local");
      serves();
    }
  }

  @Test
  void doesNotShoutBackForEver() throws Exception {
    var bad = read("{name: bad, type: EDS, connect_timeout: 1s}", Cluster.getDefaultInstance());
    long begun = System.nanoTime();
    for (int round = 0; round < 12; round++) {
      server.send("x" + round, shop(), bad); // what a response lacks is gone, also if it is refused
      server.next("Cluster");
    }

    assertThat(System.nanoTime() - begun).isGreaterThan(1_500_000_000L);
    serves();
  }

  @Test
  void aNewListenerWaitsForItsRoutesNoLongerThanItsSourceSays() throws Exception {
    var late =
        read(
            ControlPlaneYaml.listener("{ads: {}, initial_fetch_timeout: 0.3s}")
                .replace("route_config_name: local", "route_config_name: none")
                .replace("name: in", "name: late"),
            Listener.getDefaultInstance());
    server.send("2", listener(), late);

    HttpGet.until(() -> proxy.rooms().listeners.all().size() == 2);
    assertThat(proxy.stat("http.in.rds.none.init_fetch_timeout")).isEqualTo(1);
    assertThat(HttpGet.of(proxy.port("late")).statusCode()).isEqualTo(404);
    serves();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serves() throws Exception {
    assertThat(HttpGet.of(proxy.port("in")).body()).isEqualTo("one");
  }

  private RunningProxy proxy() {
    return new RunningProxy(
        ControlPlaneYaml.bootstrap("GRPC", ControlPlaneYaml.ADS, server.port(), ""));
  }

  private static Cluster shop() {
    return read(
        ControlPlaneYaml.cluster("shop", ControlPlaneYaml.ADS), Cluster.getDefaultInstance());
  }

  private static ClusterLoadAssignment endpoints(int port) {
    return read(
        ControlPlaneYaml.endpoints("shop", port), ClusterLoadAssignment.getDefaultInstance());
  }

  private static Listener listener() {
    return read(ControlPlaneYaml.listener(ControlPlaneYaml.ADS), Listener.getDefaultInstance());
  }

  private static RouteConfiguration routes() {
    return read(ControlPlaneYaml.routes("shop"), RouteConfiguration.getDefaultInstance());
  }
}
