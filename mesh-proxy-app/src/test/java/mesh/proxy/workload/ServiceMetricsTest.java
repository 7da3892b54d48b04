package mesh.proxy.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.render.StatsPage;
import mesh.proxy.stats.render.StatsQuery;
import mesh.proxy.stats.tag.TagRules;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class ServiceMetricsTest {

  private static final LocalNode NODE =
      LocalNode.of(
          "sidecar~127.0.1.2~shop-1.shop~shop.svc.cluster.local",
          ProtoYaml.parse(
              Struct.getDefaultInstance(),
              "{NAME: shop-1, NAMESPACE: shop, WORKLOAD_NAME: shop-v1, CLUSTER_ID: mesh,"
                  + " LABELS: {app: shop, version: v1}}"));

  private final Stats stats = Stats.root();

  @Test
  void prometheusSeesIstiosNamesAndLabels() throws Exception {
    var metrics = new ServiceMetrics(NODE, stats);
    StreamInfo info = info();
    info.responseCode = 200;
    HttpSeries series = metrics.edge(info, Reporter.DESTINATION, "shop", "http").http(info, -1);
    series.requests().increment();
    series.durationMillis().record(7);

    String page = page();

    String labels =
        "reporter=\"destination\",source_workload=\"unknown\",source_canonical_service=\"unknown\","
            + "source_canonical_revision=\"latest\",source_workload_namespace=\"unknown\","
            + "source_principal=\"unknown\",source_app=\"unknown\",source_version=\"unknown\","
            + "source_cluster=\"unknown\",destination_workload=\"shop-v1\","
            + "destination_workload_namespace=\"shop\",destination_principal=\"unknown\","
            + "destination_app=\"shop\",destination_version=\"v1\",destination_service=\"shop\","
            + "destination_canonical_service=\"shop\",destination_canonical_revision=\"v1\","
            + "destination_service_name=\"shop\",destination_service_namespace=\"shop\","
            + "destination_cluster=\"mesh\",request_protocol=\"http\","
            + "connection_security_policy=\"none\",response_code=\"200\","
            + "grpc_response_status=\"\",response_flags=\"-\"";
    assertThat(page)
        .contains(
            "# TYPE istio_requests_total counter\nistio_requests_total{" + labels + "} 1\n",
            "# TYPE istio_request_duration_milliseconds histogram\n",
            "istio_request_duration_milliseconds_bucket{" + labels + ",le=\"5\"} 0\n",
            "istio_request_duration_milliseconds_bucket{" + labels + ",le=\"10\"} 1\n",
            "istio_request_duration_milliseconds_sum{" + labels + "} 7\n",
            "istio_request_duration_milliseconds_count{" + labels + "} 1\n")
        .doesNotContain("envoy_istio");
  }

  @Test
  void aFamilyStandsOnceWithAllItsSeries() throws Exception {
    var metrics = new ServiceMetrics(NODE, stats);
    StreamInfo info = info();
    for (int code = 200; code < 203; code++) {
      info.responseCode = code;
      metrics.edge(info, Reporter.DESTINATION, null, "http").http(info, -1).requests().increment();
    }

    assertThat(page().lines().filter(line -> line.startsWith("# TYPE istio_requests_total")))
        .hasSize(1);
    assertThat(page().lines().filter(line -> line.startsWith("istio_requests_total{"))).hasSize(3);
  }

  @Test
  void oneOutcomeIsOneSeriesAndIsFoundAgain() {
    var metrics = new ServiceMetrics(NODE, stats);
    StreamInfo info = info();
    Edge edge = metrics.edge(info, Reporter.DESTINATION, null, "grpc");
    info.responseCode = 200;
    HttpSeries fine = edge.http(info, 0);
    HttpSeries lost = edge.http(info, 5);

    assertThat(edge.http(info, 0)).isSameAs(fine);
    assertThat(edge.http(info, 5)).isSameAs(lost).isNotSameAs(fine);
    assertThat(metrics.edge(info(), Reporter.DESTINATION, null, "grpc")).isSameAs(edge);
  }

  @Test
  void whatIsBeyondTheBoundIsNotKept() {
    var metrics = new ServiceMetrics(NODE, stats, 2);
    StreamInfo info = info();
    Edge edge = metrics.edge(info, Reporter.DESTINATION, null, "http");
    info.responseCode = 200;
    assertThat(edge.http(info, -1)).isNotNull();
    info.responseCode = 201;
    assertThat(edge.http(info, -1)).isNotNull();

    info.responseCode = 202;

    assertThat(edge.http(info, -1)).isNull();
    info.responseCode = 200;
    assertThat(edge.http(info, -1)).isNotNull();
    assertThat(metrics.edge(info, Reporter.DESTINATION, "b", "http")).isNotNull();
    assertThat(metrics.edge(info, Reporter.DESTINATION, "c", "http")).isNull();
    metrics.drop();
    assertThat(stats.counter("mesh.proxy.service_metrics.dropped").value()).isEqualTo(1);
  }

  @Test
  void tellsOthersTheSameBytesEachTimeAndUnderstandsThem() {
    Workload heard = new PeerCache().of(NODE.peerMetadata());

    assertThat(heard).isEqualTo(NODE.workload());
    assertThat(NODE.workload())
        .isEqualTo(new Workload("shop-v1", "shop", "shop", "v1", "shop", "v1", "mesh"));
  }

  @Test
  void peersAreRememberedByWhatTheySayAndNotForEver() {
    var cache = new PeerCache();
    Workload first = cache.of(NODE.peerMetadata());
    assertThat(cache.of(NODE.peerMetadata())).isSameAs(first);

    for (int at = 0; at < 600; at++) {
      var metadata = ProtoYaml.parse(Struct.getDefaultInstance(), "{WORKLOAD_NAME: w" + at + "}");
      assertThat(cache.of(LocalNode.of("", metadata).peerMetadata()).name()).isEqualTo("w" + at);
    }

    assertThat(cache.of(NODE.peerMetadata())).isEqualTo(first);
    assertThat(cache.of("no base64!")).isNull();
    assertThat(cache.of("A".repeat(10_000))).isNull();
  }

  @Test
  void readsWhatControlPlanesSayOfAnEndpoint() {
    assertThat(Workload.ofEndpoint("stock-v1;shop;stock;v1;mesh"))
        .isEqualTo(new Workload("stock-v1", "shop", "stock", "v1", "", "", "mesh"));
    assertThat(Workload.ofEndpoint("stock;shop")).isEqualTo(Workload.UNKNOWN);
  }

  private String page() throws IOException {
    var out = new StringBuilder();
    new StatsPage(stats, TagRules.STANDARD, BucketRules.STANDARD)
        .write(StatsQuery.parse(Map.of(), StatsQuery.Format.PROMETHEUS), out);
    return out.toString();
  }

  private static StreamInfo info() {
    return new StreamInfo(
        new ConnectionInfo(
            new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("10.0.0.2", 40000)),
        0,
        0);
  }
}
