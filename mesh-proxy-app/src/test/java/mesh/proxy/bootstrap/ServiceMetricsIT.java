package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two sidecars with mTLS and the filters as Istio configures them: what each counts, and what
 * applications see.
 */
@Timeout(60)
class ServiceMetricsIT {

  private static final String MANAGER =
      "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3"
          + ".HttpConnectionManager";
  private static final String SHOP = "spiffe://cluster.local/ns/shop/sa/shop";
  private static final String STOCK = "spiffe://cluster.local/ns/shop/sa/stock";

  private static final Duration DRAIN = Duration.ofMillis(100);

  @TempDir private Path folder;
  private TestAuthority.PemFiles shopPem;
  private TestAuthority.PemFiles stockPem;
  private TcpServer stock;
  private TcpServer echo;
  private RunningProxy server;
  private RunningProxy client;

  @BeforeEach
  void start() throws Exception {
    var authority = TestAuthority.of("cluster.local");
    shopPem = authority.issue(SHOP).writeTo(folder.resolve("shop"));
    stockPem = authority.issue(STOCK).writeTo(folder.resolve("stock"));
    stock = echoingHead();
    echo = TcpServer.echo();
    server = new RunningProxy(server(), DRAIN);
    client = new RunningProxy(client(), DRAIN);
  }

  @AfterEach
  void stop() {
    client.close();
    if (server != null) {
      server.close();
    }
    stock.close();
    echo.close();
  }

  @Test
  void bothSidesCountTheSameCallWithEachOthersNames() {
    HttpResponse<String> answer =
        Http.send(new InetSocketAddress("127.0.0.1", client.port("web")), "GET", "/x");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("x-envoy-peer-metadata");
    assertThat(answer.headers().map()).doesNotContainKey("x-envoy-peer-metadata");
    assertThat(answer.headers().map()).doesNotContainKey("x-envoy-peer-metadata-id");
    assertThat(counted(server, "istio_requests_total"))
        .contains("reporter=\"destination\"", "source_workload=\"shop-v1\"", "source_app=\"shop\"")
        .contains("source_version=\"v1\"", "source_canonical_service=\"shop\"")
        .contains("source_principal=\"" + SHOP + '"', "destination_principal=\"" + STOCK + '"')
        .contains("destination_workload=\"stock-v2\"", "destination_service=\"stock.shop\"")
        .contains("destination_service_name=\"stock\"", "source_workload_namespace=\"shop\"")
        .contains("request_protocol=\"http\"", "connection_security_policy=\"mutual_tls\"")
        .endsWith("response_code=\"200\",grpc_response_status=\"\",response_flags=\"-\"} 1");
    assertThat(counted(client, "istio_requests_total"))
        .contains("reporter=\"source\"", "source_workload=\"shop-v1\"")
        .contains("destination_workload=\"stock-v2\"", "destination_version=\"v2\"")
        .contains("destination_service=\"stock.shop\"", "destination_service_name=\"stock\"")
        .contains("destination_principal=\"" + STOCK + '"', "destination_cluster=\"mesh\"")
        .contains("connection_security_policy=\"unknown\"");
    assertThat(counted(server, "istio_request_duration_milliseconds_count")).endsWith("} 1");
    assertThat(counted(server, "istio_request_bytes_count")).endsWith("} 1");
    assertThat(counted(server, "istio_response_bytes_count")).endsWith("} 1");
    assertThat(counted(server, "istio_build"))
        .isEqualTo("istio_build{component=\"proxy\",tag=\"unknown\"} 1");
  }

  @Test
  void aServerThatIsGoneIsCountedByTheClientAlone() {
    server.close();
    server = null;

    assertThat(Http.get(client.port("web"), "/x")).startsWith("503");

    assertThat(counted(client, "istio_requests_total"))
        .contains("destination_workload=\"stock-v2\"", "response_code=\"503\"")
        .contains("response_flags=\"UF", "destination_principal=\"unknown\"");
  }

  @Test
  void connectionsAreCountedWithTheirBytes() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.port("tcp"))) {
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("helloBYE");
    }

    assertThat(client.admin("GET", "/config_dump"))
        .startsWith("200\n")
        .contains("\"tcp_reporting_duration\": \"0.100s\"", "\"istio_headers\": {}");
    await(client, "istio_tcp_connections_closed_total");
    assertThat(counted(client, "istio_tcp_connections_opened_total"))
        .contains("reporter=\"source\"", "request_protocol=\"tcp\"")
        .contains("destination_service=\"stock.shop\"", "destination_workload=\"stock-v2\"")
        .doesNotContain("response_code")
        .endsWith("} 1");
    assertThat(counted(client, "istio_tcp_connections_closed_total")).endsWith("} 1");
    assertThat(counted(client, "istio_tcp_received_bytes_total")).endsWith("} 5");
    assertThat(counted(client, "istio_tcp_sent_bytes_total")).endsWith("} 8");
  }

  @Test
  void aLongConnectionIsCountedWhileItLasts() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.port("tcp"))) {
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().readNBytes(5);

      await(client, "istio_tcp_connections_opened_total");

      assertThat(counted(client, "istio_tcp_received_bytes_total")).endsWith("} 5");
      assertThat(counted(client, "istio_tcp_connections_closed_total")).endsWith("} 0");
    }
  }

  private static void await(RunningProxy proxy, String metric) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!counted(proxy, metric).endsWith("} 1")) {
      assertThat(System.nanoTime() - end).as(metric).isNegative();
      Thread.sleep(20);
    }
  }

  /** The only line of a metric; empty if there is none. */
  private static String counted(RunningProxy proxy, String metric) {
    var lines =
        proxy
            .admin("GET", "/stats/prometheus?filter=istiocustom")
            .lines()
            .filter(line -> line.startsWith(metric + '{'))
            .toList();
    assertThat(lines).hasSizeLessThan(2);
    return lines.isEmpty() ? "" : lines.getFirst();
  }

  /** Answers with the request's head. */
  private static TcpServer echoingHead() {
    return new TcpServer(
        connection -> {
          var in = connection.getInputStream();
          var head = new StringBuilder();
          while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
              throw new IOException("no head");
            }
            head.append((char) next);
          }
          String answer = "HTTP/1.1 200 OK\r\ncontent-length: " + head.length() + "\r\n\r\n" + head;
          connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          connection.getOutputStream().flush();
        });
  }

  private String server() {
    return node("stock", "v2")
        + Yaml.bootstrap(
            listener("in", "INBOUND", "inbound", "inbound|80||")
                + Yaml.tls(false, stockPem, SHOP, "require_client_certificate: true").indent(4),
            Yaml.cluster("inbound|80||", stock.port(), SERVICE));
  }

  private String client() {
    String endpoint =
        """
        - name: "outbound|80||stock.shop"
          connect_timeout: 2s
          %s
          load_assignment:
            cluster_name: stock
            endpoints:
            - lb_endpoints:
              - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
                metadata: {filter_metadata: {istio: {workload: "stock-v2;shop;stock;v2;mesh"}}}
        """;
    String tls = Yaml.tls(true, shopPem, STOCK, "").indent(2).stripLeading();
    return node("shop", "v1")
        + Yaml.bootstrap(
            listener("web", "OUTBOUND", "outbound", "outbound|80||stock.shop")
                + """
                - name: tcp
                  traffic_direction: OUTBOUND
                  address: {socket_address: {address: 127.0.0.1, port_value: 0}}
                  filter_chains:
                  - filters:
                    - name: istio.stats
                      typed_config:
                        "@type": type.googleapis.com/stats.PluginConfig
                        tcp_reporting_duration: 0.1s
                """
                + Yaml.tcpProxy("echo").indent(4),
            endpoint.formatted(SERVICE.indent(2).strip() + "\n  " + tls.strip(), server.port("in"))
                + endpoint
                    .replace("outbound|80||stock.shop", "echo")
                    .formatted(SERVICE.indent(2).strip(), echo.port()));
  }

  private static final String SERVICE =
      "metadata: {filter_metadata: {istio: {services:"
          + " [{host: stock.shop, name: stock, namespace: shop}]}}}\n";

  private static String node(String app, String version) {
    return """
    node:
      id: sidecar~127.0.0.1~%1$s.shop~shop.svc.cluster.local
      cluster: %1$s.shop
      metadata:
        {NAME: %1$s, NAMESPACE: shop, WORKLOAD_NAME: %1$s-%2$s, CLUSTER_ID: mesh, LABELS: {app: %1$s, version: %2$s}}
    """
        .formatted(app, version);
  }

  /** A chain with the filters as Istio's Pilot writes them. */
  private static String listener(String name, String direction, String way, String cluster) {
    String exchange =
        way.equals("inbound")
            ? "{downstream_discovery: [{istio_headers: {}}, {workload_discovery: {}}],"
                + " downstream_propagation: [{istio_headers: {}}]}"
            : "{upstream_discovery: [{istio_headers: {}}, {workload_discovery: {}}],"
                + " upstream_propagation: [{istio_headers: {}}]}";
    return """
    - name: %s
      traffic_direction: %s
      address: {socket_address: {address: 127.0.0.1, port_value: 0}}
      filter_chains:
      - filters:
        - name: envoy.filters.network.http_connection_manager
          typed_config:
            "@type": %s
            stat_prefix: %s
            route_config:
              virtual_hosts:
              - {name: all, domains: ["*"], routes: [{match: {prefix: /}, route: {cluster: "%s"}}]}
            http_filters:
            - name: istio.metadata_exchange
              typed_config:
                "@type": type.googleapis.com/udpa.type.v1.TypedStruct
                type_url: type.googleapis.com/io.istio.http.peer_metadata.Config
                value: %s
            - name: istio.stats
              typed_config:
                "@type": type.googleapis.com/udpa.type.v1.TypedStruct
                type_url: type.googleapis.com/stats.PluginConfig
                value: {disable_host_header_fallback: true}
            - name: envoy.filters.http.router
              typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
    """
        .formatted(name, direction, MANAGER, name, cluster, exchange);
  }
}
