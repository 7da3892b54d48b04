package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every page of the admin interface, asked over a socket, of a proxy that has served requests. */
class AdminIT {

  @TempDir private Path folder;
  private RunningProxy proxy;
  private TcpServer upstream;

  @BeforeEach
  void startAndServe() throws Exception {
    upstream = TcpServer.http("hello");
    var pem = TestAuthority.of("mesh.test").issue("spiffe://mesh.test/ns/a/sa/b").writeTo(folder);
    proxy =
        new RunningProxy(
            """
            node: {id: node-1, cluster: front}
            admin: {access_log_path: %s}
            layered_runtime:
              layers:
              - {name: fixed, static_layer: {half: {on: 0}}}
              - {name: people, admin_layer: {}}
            """
                    .formatted(folder.resolve("admin.log"))
                + Yaml.bootstrap(
                    Yaml.httpListener("web", "backend", "traffic_direction: INBOUND")
                        + Yaml.listener("tcp", "backend", ""),
                    Yaml.cluster("backend", upstream.port(), Yaml.tls(true, pem, "x", ""))
                        + Yaml.cluster("plain", upstream.port(), "")),
            Duration.ofSeconds(1));
    assertThat(Http.get(proxy.port("web"), "/plain")).isEqualTo("200\nhello");
  }

  @AfterEach
  void stop() {
    proxy.close();
    upstream.close();
  }

  @Test
  void showsPagesAndTheirHelp() {
    assertThat(proxy.admin("GET", "/")).startsWith("200\n<!DOCTYPE html>").contains("config_dump");
    assertThat(proxy.admin("GET", "/help"))
        .startsWith("200\nadmin commands are:\n")
        .contains("\n  /quitquitquit (POST): exit the server\n");
    assertThat(proxy.admin("GET", "/nothing")).startsWith("404\ninvalid path. admin commands are:");
  }

  @Test
  void dumpsTheConfiguration() {
    assertThat(proxy.admin("GET", "/config_dump"))
        .startsWith("200\n{\n \"configs\": [\n  {\n   \"@type\":")
        .contains("\"id\": \"node-1\"", "\"name\": \"backend\"", "\"name\": \"web_routes\"");
    assertThat(proxy.admin("GET", "/config_dump?resource=static_clusters&mask=cluster.name"))
        .contains("\"name\": \"plain\"")
        .doesNotContain("lb_endpoints");
    assertThat(proxy.admin("GET", "/config_dump?name_regex=plain&include_eds"))
        .contains("\"cluster_name\": \"plain\"", "\"health_status\": \"HEALTHY\"");
    assertThat(proxy.admin("GET", "/config_dump?name_regex=plain&mask=static_clusters"))
        .contains("\"name\": \"plain\"")
        .doesNotContain("\"name\": \"backend\"");
  }

  @Test
  void showsClustersWithWhatTheirHostsDid() {
    String host = "plain::127.0.0.1:" + upstream.port();

    assertThat(proxy.admin("GET", "/clusters"))
        .contains(
            "plain::added_via_api::false\n",
            "plain::default_priority::max_requests::1024\n",
            host + "::rq_total::1\n",
            host + "::rq_success::1\n",
            host + "::cx_active::1\n",
            host + "::health_flags::healthy\n");
    assertThat(proxy.admin("GET", "/clusters?format=json"))
        .contains("\"name\": \"plain\"", "\"port_value\": " + upstream.port());
  }

  @Test
  void showsListenersAtTheirRealPorts() {
    assertThat(proxy.admin("GET", "/listeners"))
        .contains("web::127.0.0.1:" + proxy.port("web") + "\n");
    assertThat(proxy.admin("GET", "/listeners?format=json"))
        .contains("\"name\": \"web\"", "\"port_value\": " + proxy.port("web"));
  }

  @Test
  void showsStatisticsInEveryForm() {
    assertThat(proxy.admin("GET", "/stats"))
        .contains("cluster.plain.upstream_rq_total: 1\n", "server.live: 1\n", "server.state: 0\n");
    assertThat(proxy.admin("GET", "/stats?usedonly&filter=cluster.backend.upstream_rq"))
        .isEqualTo("200\n");
    assertThat(proxy.admin("GET", "/stats?format=json&filter=plain.upstream_rq_total"))
        .isEqualTo("200\n{\"stats\":[{\"name\":\"cluster.plain.upstream_rq_total\",\"value\":1}]}");
    assertThat(proxy.admin("GET", "/stats/prometheus?filter=plain.upstream_rq_t"))
        .contains(
            "# TYPE envoy_cluster_upstream_rq_total counter\n",
            "envoy_cluster_upstream_rq_total{envoy_cluster_name=\"plain\"} 1\n",
            "envoy_cluster_upstream_rq_time_count{envoy_cluster_name=\"plain\"} 1\n");
    assertThat(proxy.admin("GET", "/stats?histogram_buckets=cumulative&filter=upstream_rq_time"))
        .contains("cluster.plain.upstream_rq_time: B0.5(");
    assertThat(proxy.admin("GET", "/stats?filter=%28"))
        .isEqualTo("400\nInvalid re2 regex: missing closing ): (");
  }

  @Test
  void setsCountersToZero() {
    assertThat(proxy.admin("POST", "/reset_counters")).isEqualTo("200\nOK\n");

    assertThat(proxy.stat("cluster.plain.upstream_rq_total")).isZero();
  }

  @Test
  void showsTheProcess() {
    assertThat(proxy.admin("GET", "/server_info"))
        .contains("\"state\": \"LIVE\"", "\"id\": \"node-1\"", "\"config_path\": \"test.yaml\"");
    assertThat(proxy.admin("GET", "/ready")).isEqualTo("200\nLIVE\n");
    assertThat(proxy.admin("GET", "/memory")).contains("\"allocated\": \"");
    assertThat(proxy.admin("GET", "/certs"))
        .contains("\"uri\": \"spiffe://mesh.test/ns/a/sa/b\"", "\"path\": \"" + folder);
  }

  @Test
  void runtimeValuesTakeEffectAtOnce() {
    int port = proxy.port("web");
    assertThat(Http.get(port, "/plain/half")).isEqualTo("200\nhello");

    assertThat(proxy.admin("GET", "/runtime_modify?half.on=100"))
        .isEqualTo("405\nMethod GET not allowed, POST required.");
    assertThat(proxy.admin("POST", "/runtime_modify?half.on=100")).isEqualTo("200\nOK\n");

    assertThat(Http.get(port, "/plain/half")).isEqualTo("201\nhalf");
    assertThat(proxy.admin("GET", "/runtime"))
        .contains("\"final_value\": \"100\"", "\"fixed\",\n  \"people\"");
    assertThat(proxy.admin("POST", "/runtime_modify?half.on=")).isEqualTo("200\nOK\n");
    assertThat(Http.get(port, "/plain/half")).isEqualTo("200\nhello");
  }

  @Test
  void runtimeValuesReachCircuitBreakers() {
    proxy.admin("POST", "/runtime_modify?circuit_breakers.plain.default.max_requests=0");

    assertThat(Http.get(proxy.port("web"), "/plain")).startsWith("503\n").contains("overflow");
  }

  @Test
  void changesLevelsOfLoggers() {
    var tls = LoggerFactory.getLogger("mesh.proxy.tls.Any");
    assertThat(tls.isTraceEnabled()).isFalse();

    assertThat(proxy.admin("POST", "/logging?tls=trace")).contains("  tls: trace\n");
    assertThat(tls.isTraceEnabled()).isTrue();

    assertThat(proxy.admin("POST", "/logging?paths=tls:info,route:warning"))
        .contains("  tls: info\n", "  route: warning\n");
    assertThat(tls.isTraceEnabled()).isFalse();
    assertThat(proxy.admin("POST", "/logging?nothing=info"))
        .startsWith("400\nerror: unknown logger name\n");
    proxy.admin("POST", "/logging?route=info");
  }

  @Test
  void failsHealthChecksAndMendsThem() {
    assertThat(proxy.admin("POST", "/healthcheck/fail")).isEqualTo("200\nOK\n");
    assertThat(proxy.admin("GET", "/ready")).isEqualTo("503\nDRAINING\n");
    assertThat(proxy.admin("GET", "/server_info")).contains("\"state\": \"DRAINING\"");

    assertThat(proxy.admin("POST", "/healthcheck/ok")).isEqualTo("200\nOK\n");
    assertThat(proxy.admin("GET", "/ready")).isEqualTo("200\nLIVE\n");
  }

  @Test
  void stopsInboundListenersAlone() throws Exception {
    int web = proxy.port("web");
    int tcp = proxy.port("tcp");

    assertThat(proxy.admin("POST", "/drain_listeners?inboundonly")).isEqualTo("200\nOK\n");

    TcpClient.awaitRefusal(web);
    TcpClient.connect(tcp).close();
    assertThat(proxy.stat("listener_manager.listener_stopped")).isEqualTo(1);
  }

  @Test
  void drainsConnectionsBeforeListenersStop() throws Exception {
    int web = proxy.port("web");
    try (var client = TcpClient.connect(web)) {
      client.send("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n");
      assertThat(client.readUntil("hello")).doesNotContain("connection: close");

      assertThat(proxy.admin("POST", "/drain_listeners?graceful")).isEqualTo("200\nOK\n");

      try (var late = TcpClient.connect(web)) {
        late.send("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n");
        assertThat(late.readUntil("hello")).contains("connection: close");
      }
      TcpClient.awaitRefusal(web);
    }
  }

  @Test
  void endsTheProcess() {
    assertThat(proxy.admin("GET", "/quitquitquit")).startsWith("405\n");
    assertThat(proxy.isQuit()).isFalse();

    assertThat(proxy.admin("POST", "/quitquitquit")).isEqualTo("200\nOK\n");
    assertThat(proxy.isQuit()).isTrue();
  }

  @Test
  void logsWhatWasAsked() throws IOException, InterruptedException {
    proxy.admin("GET", "/ready");

    Path log = folder.resolve("admin.log");
    long end = System.nanoTime() + 10_000_000_000L;
    while (Files.size(log) == 0) {
      assertThat(System.nanoTime() - end).isNegative();
      Thread.sleep(20);
    }
    assertThat(Files.readString(log)).contains("\"GET /ready HTTP/1.1\" 200");
  }
}
