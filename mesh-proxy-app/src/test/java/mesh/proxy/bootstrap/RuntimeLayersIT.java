package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.core.v3.Extension;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code layered_runtime} says decides about requests. */
class RuntimeLayersIT {

  @Test
  void staticValuesDecide() {
    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, "- {name: fixed, static_layer: {half.on: 100}}")) {
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
      assertThat(proxy.stat("runtime.num_layers")).isEqualTo(1);
    }
  }

  @Test
  void laterLayersGoBeforeEarlierOnes() {
    String layers =
        """
        - {name: low, static_layer: {half: {on: {numerator: 0, denominator: HUNDRED}}}}
        - {name: high, static_layer: {half: {on: {numerator: 100, denominator: HUNDRED}}}}
        """;
    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, layers)) {
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
    }
  }

  @Test
  void aSwappedLinkChangesValuesWhileItRuns(@TempDir Path folder) throws Exception {
    Path link = folder.resolve("current");
    Path off = values(folder.resolve("off"), "0");
    Path on = values(folder.resolve("on"), "100");
    Files.createSymbolicLink(link, off);
    String layers =
        "- {name: disk, disk_layer: {symlink_root: %s, subdirectory: proxy}}".formatted(link);

    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, layers)) {
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("200\nhello");

      swap(link, on);

      proxy.await("runtime.load_success", 2);
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
    }
  }

  @Test
  void valuesOfAFileFollowTheFile(@TempDir Path folder) throws Exception {
    var files = new DiscoveryFiles(folder);
    files.put("rtds", "1", runtime("0"));
    String layers =
        """
        - {name: far, rtds_layer: {name: values, rtds_config: %s}}
        - {name: people, admin_layer: {}}
        """
            .formatted(files.source("rtds"));

    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, layers)) {
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("200\nhello");

      files.put("rtds", "2", runtime("100"));
      proxy.await("runtime.update_success", 2);
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
      assertThat(proxy.admin("GET", "/runtime"))
          .contains("\"layer_values\": [\n    \"100\",\n    \"\"\n   ]");

      assertThat(proxy.admin("POST", "/runtime_modify?half.on=0")).startsWith("200");
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("200\nhello");
      assertThat(proxy.admin("POST", "/runtime_modify?half.on=")).startsWith("200");
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");

      files.put("rtds", "3", runtime("[1]"));
      proxy.await("runtime.update_rejected", 1);
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
    }
  }

  @Test
  void valuesOfAServerAreThereBeforeTheFirstRequest() throws Exception {
    try (var upstream = TcpServer.http("hello");
        var server = new ScriptedServer()) {
      Thread.ofVirtual().start(() -> answer(server));

      try (var proxy = new RunningProxy(ads(server.port(), upstream.port()))) {
        assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");

        server.send("2", ControlPlaneYaml.read("name: values\nlayer: {half.on: 0}", prototype()));
        proxy.await("runtime.update_success", 2);
        assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("200\nhello");

        server.send("3", ControlPlaneYaml.read("name: values\nlayer: {half.on: [1]}", prototype()));
        proxy.await("runtime.update_rejected", 1);
        assertThat(nack(server)).startsWith("values: layer.half.on: [1.0] (expected: a number");
      }
    }
  }

  @Test
  void aServerIsToldOfEveryExtension() throws Exception {
    try (var upstream = TcpServer.http("hello");
        var server = new ScriptedServer()) {
      var seen = new CompletableFuture<Node>();
      Thread.ofVirtual().start(() -> seen.complete(answer(server)));

      try (var proxy = new RunningProxy(ads(server.port(), upstream.port()))) {
        Node node = seen.get(10, TimeUnit.SECONDS);

        assertThat(proxy.port("web")).isPositive();
        assertThat(node.getUserAgentName()).isEqualTo("reactive-mesh");
        assertThat(node.getExtensionsList())
            .contains(
                extension(
                    "envoy.filters.http",
                    "envoy.filters.http.router",
                    "envoy.extensions.filters.http.router.v3.Router"),
                extension(
                    "envoy.filters.network",
                    "envoy.filters.network.tcp_proxy",
                    "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"),
                extension(
                    "envoy.transport_sockets.downstream",
                    "envoy.transport_sockets.tls",
                    "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext"));
        assertThat(node.getExtensionsList())
            .extracting(Extension::getCategory)
            .contains(
                "envoy.filters.listener",
                "envoy.clusters",
                "envoy.load_balancing_policies",
                "envoy.health_checkers",
                "envoy.access_loggers",
                "envoy.tracers",
                "envoy.transport_sockets.upstream");
      }
    }
  }

  @Test
  void aServerThatNobodyNamedIsRefused() {
    assertThatThrownBy(
            () -> proxy(null, "- {name: far, rtds_layer: {name: far, rtds_config: {ads: {}}}}"))
        .hasMessage(
            "layered_runtime.layers[0].rtds_layer.rtds_config.ads: {} (expected: another source:"
                + " dynamic_resources.ads_config is not set)");
  }

  private static String ads(int server, int upstream) {
    return """
    node: {id: test, cluster: test}
    dynamic_resources:
      ads_config: {api_type: GRPC, transport_api_version: V3, grpc_services: [{envoy_grpc: {cluster_name: control}}]}
    layered_runtime:
      layers:
      - {name: far, rtds_layer: {name: values, rtds_config: %s}}
    """
            .formatted(ControlPlaneYaml.ADS)
        + Yaml.bootstrap(
            Yaml.httpListener("web", "plain", ""),
            Yaml.cluster("plain", upstream, "")
                + Yaml.cluster("control", server, "http2_protocol_options: {}"));
  }

  private static Node answer(ScriptedServer server) {
    try {
      var request = server.next("Runtime");
      assertThat(request.getResourceNamesList()).containsExactly("values");
      server.send("1", ControlPlaneYaml.read("name: values\nlayer: {half.on: 100}", prototype()));
      return request.getNode();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nack(ScriptedServer server) throws InterruptedException {
    while (true) {
      var request = server.next("Runtime");
      if (request.hasErrorDetail()) {
        return request.getErrorDetail().getMessage();
      }
    }
  }

  private static Extension extension(String category, String name, String type) {
    return Extension.newBuilder().setCategory(category).setName(name).addTypeUrls(type).build();
  }

  private static Runtime prototype() {
    return Runtime.getDefaultInstance();
  }

  private static String runtime(String share) {
    return """
    - "@type": type.googleapis.com/envoy.service.runtime.v3.Runtime
      name: values
      layer: {half.on: %s}
    """
        .formatted(share);
  }

  private static Path values(Path folder, String share) throws IOException {
    Path file = folder.resolve("proxy").resolve("half").resolve("on");
    Files.createDirectories(file.getParent());
    Files.writeString(file, share + "\n");
    return folder;
  }

  private static void swap(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling("fresh");
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static RunningProxy proxy(TcpServer upstream, String layers) {
    int port = upstream == null ? 1 : upstream.port();
    return new RunningProxy(
        "layered_runtime:\n  layers:\n"
            + layers.indent(2)
            + Yaml.bootstrap(
                Yaml.httpListener("web", "plain", ""), Yaml.cluster("plain", port, "")));
  }
}
