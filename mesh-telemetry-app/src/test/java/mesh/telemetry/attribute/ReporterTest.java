package mesh.telemetry.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.core.v3.Node;
import mesh.config.InvalidConfigException;
import mesh.telemetry.attribute.Workload.Kind;
import org.junit.jupiter.api.Test;

class ReporterTest {

  @Test
  void readsWhatIstioWrites() {
    Reporter reporter = Reporter.of(Entries.sidecar("stock", "v1", "127.0.1.2"), "inbound");

    assertThat(reporter.workload().name()).isEqualTo("stock-v1");
    assertThat(reporter.workload().app()).isEqualTo("stock");
    assertThat(reporter.workload().version()).isEqualTo("v1");
    assertThat(reporter.workload().namespace()).isEqualTo("shop");
    assertThat(reporter.workload().kind()).isEqualTo(Kind.WORKLOAD);
    assertThat(reporter.address()).isEqualTo("127.0.1.2");
    assertThat(reporter.principal()).isEqualTo(Entries.STOCK);
    assertThat(reporter.service().host()).isEqualTo("stock.shop.svc.cluster.local");
    assertThat(reporter.direction()).isEqualTo(Direction.INBOUND);
  }

  @Test
  void makesDoWithANameAlone() {
    Reporter reporter = Reporter.of(Node.newBuilder().setId("edge-7").build(), "mine");

    assertThat(reporter.workload().name()).isEqualTo("edge-7");
    assertThat(reporter.workload().namespace()).isEqualTo("unknown");
    assertThat(reporter.workload().version()).isEqualTo("unknown");
    assertThat(reporter.principal()).isEmpty();
    assertThat(reporter.direction()).isNull();
  }

  @Test
  void looksAtTheEntryWhereTheLogSaysNothing() {
    Reporter sidecar = Reporter.of(Entries.sidecar("stock", "v1", "127.0.1.2"), "als");
    Reporter gateway = Reporter.of(Entries.gateway(), "als");

    assertThat(sidecar.direction("inbound|8080||", false)).isEqualTo(Direction.INBOUND);
    assertThat(sidecar.direction(Entries.TO_STOCK, false)).isEqualTo(Direction.OUTBOUND);
    assertThat(sidecar.direction("", true)).isEqualTo(Direction.INBOUND);
    assertThat(gateway.direction(Entries.TO_STOCK, false)).isEqualTo(Direction.GATEWAY);
  }

  @Test
  void refusesWhoDoesNotSayWhoItIs() {
    assertThatThrownBy(() -> Reporter.of(Node.getDefaultInstance(), "inbound"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "identifier.node.id:  (expected: TYPE~ADDRESS~NAME.NAMESPACE~DOMAIN, or any name)");
  }

  @Test
  void refusesNamesWithoutEnd() {
    Node node = Node.newBuilder().setId("x".repeat(600)).build();

    assertThatThrownBy(() -> Reporter.of(node, "inbound"))
        .hasMessage("WORKLOAD_NAME: 600 characters (expected: at most 512)");
  }
}
