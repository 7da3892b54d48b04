package mesh.proxy.config.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ConfigWarning;
import mesh.proxy.config.yaml.YamlText;
import mesh.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {

  static Stream<Golden> refused() {
    return Golden.cases(ConfigReaderTest.class, "refused");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void saysWhatIsWrongAndWhere(Golden story) {
    var fault = catchThrowableOfType(InvalidConfigException.class, () -> read(story.inputText()));

    assertThat(fault).isNotNull();
    story.check(fault.getMessage());
  }

  @Test
  void readsTheListingWithItsTabs() throws Exception {
    Reading<Bootstrap> reading =
        read(
            """
            listeners:
            - address:
            \t\tsocket_address:
            \t\t\taddress: 0.0.0.0
            \t\t\tport_value: 80
            \tfilter_chains:
            \t- filters:
            \t\t- name: envoy.http_connection_manager
            \t\t\tconfig:
            \t\t\t\tcodec_type: auto
            \t\t\t\tstat_prefix: ingress_http
            \t\t\t\troute_config:
            \t\t\t\t\tname: local_route
            \t\t\t\t\tvirtual_hosts:
            \t\t\t\t\t- name: backend
            \t\t\t\t\t\tdomains:
            \t\t\t\t\t\t- "*"
            \t\t\t\t\t\troutes:
            \t\t\t\t\t\t- match:
            \t\t\t\t\t\t\t\tprefix: "/service/1"
            \t\t\t\t\t\t\troute:
            \t\t\t\t\t\t\t\tcluster: service1
            \t\t\t\t\t\t- match:
            \t\t\t\t\t\t\t\tprefix: "/service/2"
            \t\t\t\t\t\t\troute:
            \t\t\t\t\t\t\t\tcluster: service2
            """);

    var listener = reading.message().getStaticResources().getListeners(0);
    assertThat(listener.getAddress().getSocketAddress().getPortValue()).isEqualTo(80);
    var manager =
        listener
            .getFilterChains(0)
            .getFilters(0)
            .getTypedConfig()
            .unpack(HttpConnectionManager.class);
    var routes = manager.getRouteConfig().getVirtualHosts(0).getRoutesList();
    assertThat(routes)
        .extracting(r -> r.getMatch().getPrefix())
        .containsExactly("/service/1", "/service/2");
    assertThat(routes)
        .extracting(r -> r.getRoute().getCluster())
        .containsExactly("service1", "service2");
    assertThat(manager.getHttpFilters(0).getTypedConfig().is(Router.class)).isTrue();
    assertThat(reading.warnings())
        .extracting(ConfigWarning::sentence)
        .containsExactly(
            "case.yaml:3: tab in the indentation (and in 23 more lines) is read as two spaces;"
                + " write spaces",
            "case.yaml:1: listeners: is old; write static_resources.listeners",
            "case.yaml:9: listeners[0].filter_chains[0].filters[0].config: is old; write"
                + " typed_config with \"@type\":"
                + " type.googleapis.com/envoy.extensions.filters.network"
                + ".http_connection_manager.v3.HttpConnectionManager",
            "case.yaml:9: listeners[0].filter_chains[0].filters[0].config: has no http_filters: the"
                + " router is added; write it",
            "case.yaml:8: listeners[0].filter_chains[0].filters[0].name:"
                + " envoy.http_connection_manager is old; write"
                + " envoy.filters.network.http_connection_manager");
  }

  @Test
  void aFaultBehindTabsHasItsLine() {
    assertThatThrownBy(() -> read("node:\n\tid: a\n\tclustr: b\n"))
        .hasMessageStartingWith("case.yaml:3: node.clustr: \"b\" (expected: a field of");
  }

  @Test
  void jsonMayBeIndentedWithTabs() throws Exception {
    var reading = read("{\n\t\"node\": {\n\t\t\"id\": \"a\"\n\t}\n}\n");

    assertThat(reading.message().getNode().getId()).isEqualTo("a");
    assertThat(reading.warnings()).isEmpty();
  }

  @Test
  void anchorsAndMergeKeysStandForWhatTheyName() throws Exception {
    var clusters =
        clusters(
            """
            static_resources:
              clusters:
              - &first
                name: a
                type: STATIC
                connect_timeout: 1s
                circuit_breakers: &breakers
                  thresholds: [{max_requests: 7}]
              - name: b
                <<: *first
              - <<: [{name: c}, *first]
                circuit_breakers: *breakers
            """);

    assertThat(clusters.get(1)).isEqualTo(clusters.get(0).toBuilder().setName("b").build());
    assertThat(clusters.get(2)).isEqualTo(clusters.get(0).toBuilder().setName("c").build());
  }

  @Test
  void aMergedOneofGivesWayToTheOwnOne() throws Exception {
    var node =
        read("admin: {address: {<<: &a {pipe: {path: /a}}, socket_address: {address: b, port_value:"
                + " 1}}}")
            .message()
            .getAdmin();

    assertThat(node.getAddress().getSocketAddress().getAddress()).isEqualTo("b");
  }

  @Test
  void aTypeMayComeFromAMergedMapping() throws Exception {
    var reading =
        read(
            """
            "!ignore ": null
            """
                    .replace(
                        "\"!ignore \": null",
                        "!ignore shared: [&socket {\"@type\":"
                            + " type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext}]")
                + """
                static_resources:
                  clusters:
                  - name: a
                    transport_socket:
                      name: tls-of-mine
                      typed_config:
                        sni: a.example
                        <<: *socket
                """);

    assertThat(
            reading
                .message()
                .getStaticResources()
                .getClusters(0)
                .getTransportSocket()
                .getTypedConfig()
                .getTypeUrl())
        .endsWith("UpstreamTlsContext");
  }

  @Test
  void aSmallFileCannotGrowWithoutEnd() {
    var laughs = new StringBuilder("!ignore a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String last = "*a" + (i - 1);
      laughs.append("!ignore a" + i + ": &a" + i + " [" + (last + ", ").repeat(9) + last + "]\n");
    }

    assertThatThrownBy(() -> read(laughs.toString()))
        .hasMessageContaining("(expected: at most 1000000 values and keys copied by them)");
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(
            () -> read("node: {metadata: {a: " + "[".repeat(300) + "]".repeat(300) + "}}"))
        .hasMessageContaining("(expected: at most 200 levels)");
  }

  @Test
  void anAnchorThatContainsItselfIsNoAnchor() {
    assertThatThrownBy(() -> read("node: &n {metadata: {a: *n}}"))
        .hasMessageContaining("*n (expected: an anchor that stands before it)");
  }

  @Test
  void readsAFileAndNamesIt(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("proxy.yaml"), "node: {id: a}\nadmin: 5\n");

    assertThatThrownBy(() -> ConfigReader.read(YamlText.of(file), Bootstrap.getDefaultInstance()))
        .hasMessage(file + ":2: admin: 5 (expected: a mapping)");
  }

  @Test
  void aMissingFileIsNoFaultOfItsContents(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                ConfigReader.read(YamlText.of(folder.resolve("x")), Bootstrap.getDefaultInstance()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aTreeIsReadLikeAText() {
    Map<String, Object> tree =
        Map.of("node", Map.of("id", "a", "metadata", Map.of("n", 5, "s", "5")));

    var reading =
        ConfigReader.read(
            tree, Bootstrap.getDefaultInstance(), paths -> Map.of("node.x", "app.yml:3"));

    var metadata = reading.message().getNode().getMetadata().getFieldsMap();
    assertThat(metadata.get("n").getNumberValue()).isEqualTo(5);
    assertThat(metadata.get("s").getStringValue()).isEqualTo("5");
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    Map.of("node", Map.of("x", 1)),
                    Bootstrap.getDefaultInstance(),
                    paths -> Map.of("node.x", "app.yml:3")))
        .hasMessageStartingWith("app.yml:3: node.x: 1 (expected: a field of");
  }

  private static List<Cluster> clusters(String text) throws IOException {
    return read(text).message().getStaticResources().getClustersList();
  }

  private static Reading<Bootstrap> read(String text) throws IOException {
    return ConfigReader.read(YamlText.of("case.yaml", text), Bootstrap.getDefaultInstance());
  }
}
