package mesh.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {

  private static final String RIGHT =
      """
      namespace=shop
      rules=rules,local
      try=http://127.0.0.1:8080/
      gateway.address=127.0.0.1
      gateway.ports=8080
      workloads=stock-1
      stock-1.service=stock
      stock-1.version=v2
      stock-1.address=127.0.1.2
      stock-1.app-address=127.0.2.2
      stock-1.port=9080
      """;

  @TempDir private Path folder;

  @Test
  void readsWorkloadsWithTheirProxies() throws IOException {
    Topology topology = read(RIGHT);

    assertThat(topology.rules()).containsExactly(folder.resolve("rules"), folder.resolve("local"));
    assertThat(topology.proxies()).containsOnlyKeys("gateway", "stock-1-sidecar");
    assertThat(topology.proxies().get("stock-1-sidecar").spiffeId())
        .isEqualTo("spiffe://cluster.local/ns/shop/sa/stock");
  }

  @Test
  void writesBootstrapsWithIstiosWordsForTheNode() throws IOException {
    Topology topology = read(RIGHT);

    assertThat(topology.proxies().get("stock-1-sidecar").bootstrap("mesh-pilot:15012"))
        .contains(
            "id: \"sidecar~127.0.1.2~stock-1.shop~shop.svc.cluster.local\"",
            "WORKLOAD_NAME: stock-v2",
            "LABELS: {app: stock, version: v2}",
            "MESH_APP_ADDRESS: 127.0.2.2",
            "{address: mesh-pilot, port_value: 15012}")
        .doesNotContainPattern("\\{[a-z]+}");
    assertThat(topology.proxies().get("gateway").bootstrap("127.0.0.1:15012"))
        .contains("id: \"router~127.0.0.1~gateway.shop~shop.svc.cluster.local\"");
  }

  @Test
  void refusesWhatIsMissingWrongOrUnread() {
    assertThatThrownBy(() -> Topology.read(folder))
        .hasMessageEndingWith("mesh.properties: no such file (expected: what ./mesh up starts)");
    refuses(RIGHT.replace("9080", "90800"), "stock-1.port: 90800 (expected: a port, 1 to 65535)");
    refuses(RIGHT.replace("http:", "https:"), "(expected: an http:// address)");
    refuses(RIGHT.replace("stock-1.version", "stock-1.wersion"), "stock-1.version:  (expected: a");
    refuses(RIGHT + "more=1\n", "more: 1 (expected: nothing; nobody reads this key)");
  }

  @Test
  void theExamplesAreRight() throws IOException {
    Path shop = Path.of("..", "examples", "shop");

    assertThat(Topology.read(shop).proxies()).hasSize(5);
    assertThat(Topology.read(shop.resolve("compose")).proxies().keySet())
        .isEqualTo(Topology.read(shop).proxies().keySet());
  }

  private void refuses(String text, String sentence) {
    assertThatThrownBy(() -> read(text)).hasMessageContaining(sentence);
  }

  private Topology read(String text) throws IOException {
    Files.writeString(folder.resolve("mesh.properties"), text);
    return Topology.read(folder);
  }
}
