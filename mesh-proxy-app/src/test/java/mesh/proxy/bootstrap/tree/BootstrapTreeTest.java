package mesh.proxy.bootstrap.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.yaml.YamlText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapTreeTest {

  private static final String DOCUMENT =
      """
      node:
        id: ${ID:a}
        metadata: {number: 5, text: "5", "on": on, empty: {}, none: []}
      static_resources:
        listeners:
        - name: front
          address: &any {socket_address: {address: 0.0.0.0, port_value: "${PORT:8080}"}}
          filter_chains:
          - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network\
      .http_connection_manager.v3.HttpConnectionManager
                stat_prefix: in
                route_config:
                  virtual_hosts:
                  - name: all
                    domains: ["*"]
                    typed_per_filter_config:
                      envoy.filters.http.buffer:
                        "@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.BufferPerRoute
                        disabled: true
        clusters:
        - name: a
          metadata:
            filter_metadata:
              envoy.lb: {a.b: {c.d: 1}}
        - name: b
      admin:
        address: {socket_address: {<<: {address: 127.0.0.1}, port_value: 1}}
      """;

  @TempDir private Path folder;
  private Sources sources;

  @BeforeEach
  void noSources() {
    sources = new Sources(folder);
  }

  @Test
  void theDocumentMeansTheSameAsInAFile() throws IOException {
    sources.yaml(
        "application.yml", "server: {port: 1}\nmesh.proxy:\n  bootstrap:\n" + DOCUMENT.indent(4));

    String file = DOCUMENT.replace("${ID:a}", "a").replace("${PORT:8080}", "8080");
    assertThat(read())
        .isEqualTo(
            ConfigReader.read(YamlText.of("f", file), Bootstrap.getDefaultInstance()).message());
  }

  @Test
  void placeholdersAreResolvedFromAllSources() throws IOException {
    sources.property("PORT", "9090").yaml("application.yml", document(DOCUMENT));

    assertThat(port()).isEqualTo(9090);
  }

  @Test
  void aPlaceholderWithoutQuotesIsReadAsWhatItBecomes() throws IOException {
    sources
        .property("COUNT", "7")
        .yaml(
            "application.yml",
            document("node:\n  metadata:\n    a: ${COUNT}\n    b: \"${COUNT}\""));

    var metadata = read().getNode().getMetadata().getFieldsMap();
    assertThat(metadata.get("a").getNumberValue()).isEqualTo(7);
    assertThat(metadata.get("b").getStringValue()).isEqualTo("7");
  }

  @Test
  void aStrongerFileReplacesListsAndMergesMaps() throws IOException {
    sources
        .yaml(
            "application-dev.yml",
            document("static_resources: {clusters: [{name: c}]}\nnode: {cluster: x}"))
        .yaml("application.yml", document(DOCUMENT));

    assertThat(read().getStaticResources().getClustersList())
        .extracting(c -> c.getName())
        .containsExactly("c");
    assertThat(read().getStaticResources().getListenersCount()).isOne();
    assertThat(read().getNode().getId()).isEqualTo("a");
    assertThat(read().getNode().getCluster()).isEqualTo("x");
  }

  @Test
  void aPropertyChangesOneElement() throws IOException {
    sources
        .property(
            BootstrapTree.PREFIX
                + ".static_resources.listeners[0].address.socket_address.port_value",
            "81")
        .property(BootstrapTree.PREFIX + ".static_resources.clusters[2].name", "c")
        .property(BootstrapTree.PREFIX + ".node.metadata[x.y]", 1)
        .yaml("application.yml", document(DOCUMENT));

    assertThat(port()).isEqualTo(81);
    assertThat(read().getStaticResources().getClustersList())
        .extracting(c -> c.getName())
        .containsExactly("a", "b", "c");
    assertThat(read().getNode().getMetadata().getFieldsMap()).containsKeys("x.y", "number");
  }

  @Test
  void keysMayHoldSeveralLevels() throws IOException {
    sources.yaml(
        "application.yml",
        "mesh.proxy.bootstrap.node.id: a\n"
            + "mesh:\n"
            + "  proxy.bootstrap:\n"
            + "    admin: {profile_path: p}\n");

    assertThat(read().getNode().getId()).isEqualTo("a");
    assertThat(read().getAdmin().getProfilePath()).isEqualTo("p");
  }

  @Test
  void aFileOfSeveralDocumentsGivesTheOneThatIsActive() throws IOException {
    sources.yaml(
        "application.yml",
        document("node: {id: a, cluster: x}") + "---\n" + document("node: {id: b}"));

    assertThat(read().getNode().getId()).isEqualTo("b");
    assertThat(read().getNode().getCluster()).isEqualTo("x");
  }

  @Test
  void aFaultNamesFileAndLine() throws IOException {
    sources
        .property(BootstrapTree.PREFIX + ".node.locality.regio", "x")
        .yaml(
            "application.yml",
            document(
                "node:\n  idd: a\nstatic_resources:\n  clusters:\n  - {}\n  - conect_timeout: 1s"));

    assertThatThrownBy(this::read)
        .hasMessage(
            """
            application.yml:4: node.idd: "a" (expected: a field of envoy.config.core.v3.Node; did you mean id?)
            commandLine mesh.proxy.bootstrap.node.locality.regio: node.locality.regio: "x"\s\
            (expected: a field of envoy.config.core.v3.Locality; did you mean region?)
            application.yml:8: static_resources.clusters[1].conect_timeout: "1s"\s\
            (expected: a field of envoy.config.cluster.v3.Cluster; did you mean connect_timeout?)\
            """);
  }

  @Test
  void noPropertyMeansNoTree() throws IOException {
    sources.yaml("application.yml", "mesh.proxy.bootstrapp: {node: {id: a}}");

    assertThat(BootstrapTree.of(sources.environment()).isEmpty()).isTrue();
  }

  @Test
  void refusesAScalarAndVariables() throws IOException {
    sources.yaml("application.yml", "mesh.proxy.bootstrap: proxy.yaml");
    assertThatThrownBy(this::read)
        .hasMessage("application.yml:1: mesh.proxy.bootstrap: proxy.yaml (expected: a mapping)");

    sources.variable("MESH_PROXY_BOOTSTRAP_NODE_ID", "a");
    assertThatThrownBy(this::read)
        .hasMessageStartingWith("MESH_PROXY_BOOTSTRAP_NODE_ID: a variable (expected: ${...}");
  }

  private static String document(String text) {
    return "mesh:\n  proxy.bootstrap:\n" + text.indent(4);
  }

  private int port() {
    return read()
        .getStaticResources()
        .getListeners(0)
        .getAddress()
        .getSocketAddress()
        .getPortValue();
  }

  private Bootstrap read() {
    PlacedTree tree = BootstrapTree.of(sources.environment());
    return ConfigReader.read(tree.root(), Bootstrap.getDefaultInstance(), tree).message();
  }
}
