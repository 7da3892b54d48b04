package mesh.telemetry.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import mesh.telemetry.attribute.Attributes;
import mesh.telemetry.attribute.Entries;
import mesh.telemetry.attribute.Reporter;
import mesh.telemetry.attribute.Workloads;
import org.junit.jupiter.api.Test;

class GraphTest {

  private final AtomicLong seconds = new AtomicLong(1_800_000_000);
  private final Workloads workloads = new Workloads();
  private final Attributes attributes = new Attributes(workloads);
  private final Graph graph = graph(100);
  private final Reporter shop = join(Entries.sidecar("shop", "v1", "127.0.1.1"));
  private final Reporter stock = join(Entries.sidecar("stock", "v1", "127.0.1.2"));
  private final Reporter gateway = join(Entries.gateway());

  @Test
  void countsACallOnceThoughBothSidesReport() {
    add(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 200));
    add(shop, Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 200));

    GraphView view = graph.view(60);

    assertThat(view.edges()).hasSize(1);
    EdgeView edge = view.edges().getFirst();
    assertThat(edge.source()).isEqualTo("workload:shop/shop-v1@v1");
    assertThat(edge.target()).isEqualTo("workload:shop/stock-v1@v1");
    assertThat(edge.signals().requests()).isEqualTo(1);
    assertThat(edge.signals().mutualTlsRatio()).isEqualTo(1);
    assertThat(edge.signals().p50()).isCloseTo(12, within(0.8));
    assertThat(edge.signals().codes().c2xx()).isEqualTo(1);
  }

  @Test
  void showsWhatReachedNobody() {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "", 503);
    entry.getCommonPropertiesBuilder().getResponseFlagsBuilder().setNoHealthyUpstream(true);
    add(shop, entry);

    EdgeView edge = graph.view(60).edges().getFirst();

    assertThat(edge.target()).isEqualTo("service:shop/stock@unknown");
    assertThat(edge.signals().errorRatio()).isEqualTo(1);
  }

  @Test
  void showsWhatIsOutsideTheMesh() {
    add(shop, Entries.outbound("outbound|443||api.example.com", "192.0.2.1", 200));

    assertThat(graph.view(60).edges())
        .extracting(EdgeView::target)
        .containsExactly("service:unknown/api.example.com@unknown");
  }

  @Test
  void beginsWithTheClientsOfAGateway() {
    add(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 200));
    add(gateway, Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 200));

    assertThat(graph.view(60).edges())
        .extracting(EdgeView::source)
        .containsExactly("ingress:unknown/ingress@unknown", "workload:shop/shop-v1@v1");
  }

  @Test
  void keepsAGatewaysOwnRefusalsAtItsFront() {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "", 429);
    entry.getCommonPropertiesBuilder().getResponseFlagsBuilder().setRateLimited(true);
    add(gateway, entry);

    EdgeView edge = graph.view(60).edges().getFirst();

    assertThat(graph.view(60).edges()).hasSize(1);
    assertThat(edge.signals().refusedRatio()).isEqualTo(1);
    assertThat(edge.signals().errorRatio()).isZero();
  }

  @Test
  void forgetsWithTime() {
    add(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 200));
    seconds.addAndGet(120);
    add(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 500));

    assertThat(graph.view(60).edges().getFirst().signals().requests()).isEqualTo(1);
    assertThat(graph.view(300).edges().getFirst().signals().requests()).isEqualTo(2);
    assertThat(graph.view(3600).edges().getFirst().signals().errorRatio()).isEqualTo(0.5);

    seconds.addAndGet(3700);

    assertThat(graph.view(3600).edges()).isEmpty();
    assertThat(graph.view(3600).nodes()).isEmpty();
  }

  @Test
  void givesRatesOverTheTimeThatHasPassed() {
    for (int i = 0; i < 10; i++) {
      add(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 200));
      seconds.incrementAndGet();
    }
    seconds.decrementAndGet();

    assertThat(graph.view(300).edges().getFirst().signals().perSecond()).isEqualTo(1);
  }

  @Test
  void putsWhatIsBeyondItsSizeTogether() {
    Graph small = graph(2);
    for (int i = 0; i < 10; i++) {
      String peer = "spiffe://cluster.local/ns/shop/sa/client-" + i;
      small.handle(attributes.http(stock, Entries.inbound(peer, "127.0.1.2", 200).build()));
    }

    GraphView view = small.view(60);

    assertThat(view.edges()).hasSize(3);
    assertThat(view.nodes()).extracting(NodeView::kind).contains("overflow");
    assertThat(view.edges().stream().mapToLong(edge -> edge.signals().requests()).sum())
        .isEqualTo(10);
  }

  @Test
  void knowsACallerThatReportsLater() {
    String cart = "spiffe://cluster.local/ns/shop/sa/cart";
    add(stock, Entries.inbound(cart, "127.0.1.2", 200));
    String before = graph.view(60).edges().getFirst().source();
    join(Entries.sidecar("cart", "v3", "127.0.1.7"));
    add(stock, Entries.inbound(cart, "127.0.1.2", 200));

    GraphView after = graph.view(60);

    assertThat(before).isEqualTo("workload:shop/cart@unknown");
    assertThat(after.edges()).hasSize(1);
    assertThat(after.edges().getFirst().source()).isEqualTo("workload:shop/cart-v3@v3");
    assertThat(after.edges().getFirst().signals().requests()).isEqualTo(2);
    assertThat(after.nodes()).hasSize(2);
  }

  @Test
  void drawsATimelineOfAService() {
    add(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 200));
    seconds.addAndGet(10);
    add(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 500));

    Timeline timeline = graph.timeline("shop", "stock", 60);

    assertThat(timeline.points()).hasSize(12);
    assertThat(timeline.points().getLast().failed()).isEqualTo(1);
    assertThat(timeline.points().stream().mapToLong(Timeline.Point::requests).sum()).isEqualTo(2);
  }

  private Graph graph(int most) {
    return new Graph(
        Duration.ofHours(1), most, workloads::settled, () -> Instant.ofEpochSecond(seconds.get()));
  }

  private void add(Reporter reporter, HTTPAccessLogEntry.Builder entry) {
    graph.handle(attributes.http(reporter, entry.build()));
  }

  private Reporter join(Node node) {
    Reporter reporter = Reporter.of(node, "");
    workloads.join(reporter);
    return reporter;
  }
}
