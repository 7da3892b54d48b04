package mesh.telemetry.handler.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.data.accesslog.v3.ConnectionProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import java.util.List;
import java.util.stream.Collectors;
import mesh.telemetry.attribute.Attributes;
import mesh.telemetry.attribute.Entries;
import mesh.telemetry.attribute.Reporter;
import mesh.telemetry.attribute.Workloads;
import org.junit.jupiter.api.Test;

class IstioMetricsTest {

  private final Workloads workloads = new Workloads();
  private final Attributes attributes = new Attributes(workloads);
  private final IstioMetrics metrics = new IstioMetrics(3);
  private final Reporter stock =
      Reporter.of(Entries.sidecar("stock", "v1", "127.0.1.2"), "inbound");

  @Test
  void carriesIstiosNamesAndLabels() {
    workloads.join(Reporter.of(Entries.sidecar("shop", "v1", "127.0.1.1"), ""));
    add(Entries.SHOP, 200);
    add(Entries.SHOP, 200);

    assertThat(lines())
        .contains(
            "istio_requests_total{reporter=\"destination\",source_workload=\"shop-v1\","
                + "source_workload_namespace=\"shop\","
                + "source_principal=\"spiffe://cluster.local/ns/shop/sa/shop\","
                + "source_app=\"shop\",source_version=\"v1\",source_canonical_service=\"shop\","
                + "source_canonical_revision=\"v1\",source_cluster=\"unknown\","
                + "destination_workload=\"stock-v1\",destination_workload_namespace=\"shop\","
                + "destination_principal=\"spiffe://cluster.local/ns/shop/sa/stock\","
                + "destination_app=\"stock\",destination_version=\"v1\","
                + "destination_canonical_service=\"stock\","
                + "destination_canonical_revision=\"v1\",destination_cluster=\"unknown\","
                + "destination_service=\"stock.shop.svc.cluster.local\","
                + "destination_service_name=\"stock\",destination_service_namespace=\"shop\","
                + "request_protocol=\"http\",response_code=\"200\",grpc_response_status=\"\","
                + "response_flags=\"-\",connection_security_policy=\"mutual_tls\"} 2");
  }

  @Test
  void countsIntoEnvoysBuckets() {
    add(Entries.SHOP, 200);

    assertThat(lines("istio_request_duration_milliseconds_bucket", "le=\"10\""))
        .singleElement()
        .asString()
        .endsWith(" 0");
    assertThat(lines("istio_request_duration_milliseconds_bucket", "le=\"25\""))
        .singleElement()
        .asString()
        .endsWith(" 1");
    assertThat(lines("istio_request_duration_milliseconds_bucket", "le=\"+Inf\""))
        .singleElement()
        .asString()
        .endsWith(" 1");
    assertThat(lines("istio_request_duration_milliseconds_sum", ""))
        .singleElement()
        .asString()
        .endsWith(" 12.0");
    assertThat(lines("istio_request_bytes_sum", "")).singleElement().asString().endsWith(" 120.0");
    assertThat(lines("istio_response_bytes_sum", ""))
        .singleElement()
        .asString()
        .endsWith(" 1050.0");
  }

  @Test
  void countsBytesOfConnections() {
    var entry =
        TCPAccessLogEntry.newBuilder()
            .setCommonProperties(
                Entries.inbound(Entries.SHOP, "127.0.1.2", 0).getCommonProperties())
            .setConnectionProperties(
                ConnectionProperties.newBuilder().setReceivedBytes(7).setSentBytes(9));
    metrics.handle(attributes.tcp(stock, entry.build()));

    assertThat(lines("istio_tcp_received_bytes_total{", ""))
        .singleElement()
        .asString()
        .endsWith(" 7");
    assertThat(lines("istio_tcp_sent_bytes_total{", "")).singleElement().asString().endsWith(" 9");
    assertThat(lines("istio_tcp_connections_opened_total{", "")).hasSize(1);
    assertThat(lines("istio_tcp_connections_closed_total{", "")).hasSize(1);
    assertThat(lines("istio_requests_total", "")).isEmpty();
  }

  @Test
  void countsWhatIsBeyondItsSizeTogether() {
    for (int code = 200; code < 210; code++) {
      add(Entries.SHOP, code);
    }

    assertThat(lines("istio_requests_total{", "")).hasSize(4);
    assertThat(lines("istio_requests_total{", "source_workload=\"overflow\""))
        .singleElement()
        .asString()
        .endsWith(" 7");
  }

  @Test
  void escapesWhatALabelMustNotHold() {
    add("spiffe://a\"b\\c\nd", 200);

    assertThat(lines("istio_requests_total{", "source_principal=\"spiffe://a\\\"b\\\\c\\nd\""))
        .hasSize(1);
  }

  private void add(String peer, int code) {
    HTTPAccessLogEntry entry = Entries.inbound(peer, "127.0.1.2", code).build();
    metrics.handle(attributes.http(stock, entry));
  }

  private List<String> lines() {
    return metrics.text().collect(Collectors.joining()).lines().toList();
  }

  private List<String> lines(String name, String label) {
    return lines().stream().filter(line -> line.startsWith(name) && line.contains(label)).toList();
  }
}
