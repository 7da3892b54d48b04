package mesh.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mesh.proxy.tls.CertificatesInUse;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;

/** The expected texts are Envoy 1.40's for the same state. */
class AdminPagesTest {

  private static final String TEXT = "200 text/plain; charset=UTF-8\n";

  private final AdminFixture proxy = new AdminFixture();

  @Test
  void listsItsCommands() {
    assertThat(proxy.get("/help"))
        .startsWith(
            TEXT + "admin commands are:\n  /: Admin home page\n  /certs: print certs on machine\n")
        .contains("\n  /drain_listeners (POST): drain listeners\n      graceful: When draining");
    assertThat(proxy.get("/nope"))
        .startsWith("404 text/plain; charset=UTF-8\ninvalid path. admin commands are:\n");
    assertThat(proxy.get("/"))
        .startsWith("200 text/html; charset=UTF-8\n<!DOCTYPE html>")
        .contains("<form action=\"quitquitquit\" method=\"post\">");
  }

  @Test
  void wantsPostForChanges() {
    assertThat(proxy.get("/quitquitquit"))
        .isEqualTo("405 text/plain; charset=UTF-8\nMethod GET not allowed, POST required.");
    assertThat(proxy.done).isEmpty();
  }

  @Test
  void doesWhatItIsTold() {
    assertThat(proxy.post("/drain_listeners?graceful&inboundonly")).isEqualTo(TEXT + "OK\n");
    assertThat(proxy.post("/reopen_logs")).isEqualTo(TEXT + "OK\n");
    assertThat(proxy.post("/quitquitquit")).isEqualTo(TEXT + "OK\n");

    assertThat(proxy.done)
        .containsExactly(
            "Drain[graceful=true, inboundOnly=true, keepsListening=false]", "reopen", "quit");
  }

  @Test
  void saysWhetherItIsReady() {
    assertThat(proxy.get("/ready")).isEqualTo(TEXT + "LIVE\n");
    proxy.post("/healthcheck/fail");
    assertThat(proxy.get("/ready")).isEqualTo("503 text/plain; charset=UTF-8\nDRAINING\n");
    assertThat(proxy.get("/server_info")).contains("\"state\": \"DRAINING\"");
    proxy.post("/healthcheck/ok");
    assertThat(proxy.get("/ready")).isEqualTo(TEXT + "LIVE\n");
  }

  @Test
  void describesTheServer() {
    assertThat(proxy.get("/server_info"))
        .startsWith(
            """
            200 application/json
            {
             "version": "0000/0.1.0/Clean/RELEASE/BoringSSL",
             "state": "LIVE",
             "uptime_current_epoch": "39s",
             "uptime_all_epochs": "39s",
            """)
        .contains("\"concurrency\": 2", "\"config_path\": \"envoy.yaml\"", "\"id\": \"node-1\"");
    assertThat(proxy.get("/memory")).contains("\"allocated\": \"", "\"total_physical_bytes\": \"");
    assertThat(proxy.get("/init_dump")).isEqualTo("200 application/json\n{}\n");
    assertThat(proxy.get("/hot_restart_version")).isEqualTo(TEXT + "disabled");
    assertThat(proxy.get("/contention"))
        .startsWith(TEXT + "Mutex contention tracing is not enabled.");
  }

  @Test
  void showsStatsAndResetsCounters() {
    proxy.stats.counter("cluster.x.upstream_rq_total").add(3);

    assertThat(proxy.get("/stats?filter=cluster.x"))
        .isEqualTo(TEXT + "cluster.x.upstream_rq_total: 3\n");
    assertThat(proxy.get("/stats/prometheus?filter=cluster.x"))
        .isEqualTo(
            TEXT
                + """
                # HELP envoy_cluster_upstream_rq_total Statistic cluster.upstream_rq_total
                # TYPE envoy_cluster_upstream_rq_total counter
                envoy_cluster_upstream_rq_total{envoy_cluster_name="x"} 3
                """);
    assertThat(proxy.get("/stats?filter=cluster.x&format=json"))
        .startsWith("200 application/json\n{\"stats\":[");
    assertThat(proxy.get("/stats?type=Bogus"))
        .isEqualTo("400 text/plain; charset=UTF-8\ninvalid &type= param");
    proxy.post("/reset_counters");
    assertThat(proxy.get("/stats?filter=cluster.x"))
        .isEqualTo(TEXT + "cluster.x.upstream_rq_total: 0\n");
  }

  @Test
  void showsAndChangesRuntime() {
    assertThat(proxy.post("/runtime_modify"))
        .startsWith(
            "400 text/plain; charset=UTF-8\n"
                + "usage: /runtime_modify?key1=value1&key2=value2&keyN=valueN\n");
    assertThat(proxy.post("/runtime_modify?a.b=1")).isEqualTo(TEXT + "OK\n");

    assertThat(proxy.get("/runtime"))
        .isEqualTo(
            """
            200 application/json
            {
             "entries": {
              "a.b": {
               "layer_values": [
                "1"
               ],
               "final_value": "1"
              }
             },
             "layers": [
              "admin"
             ]
            }
            """);
    assertThat(proxy.runtime.number("a.b", 0)).isEqualTo(1);
  }

  @Test
  void readsFormsAsParameters() {
    AdminRequest request = AdminRequest.of("POST", "/runtime_modify?a=1", "b=2&c=x%20y");

    assertThat(request.parameters())
        .containsOnly(entry("a", "1"), entry("b", "2"), entry("c", "x y"));
  }

  @Test
  void showsAndSetsLogLevels() {
    assertThat(proxy.post("/logging"))
        .isEqualTo(TEXT + "active loggers:\n  admin: info\n  http: info\n\n");
    assertThat(proxy.post("/logging?admin=debug")).contains("  admin: debug\n  http: info\n");
    assertThat(proxy.post("/logging?level=warning"))
        .contains("  admin: warning\n  http: warning\n");
    assertThat(proxy.post("/logging?paths=admin:trace,http:off"))
        .contains("  admin: trace\n  http: off\n");
    assertThat(proxy.post("/logging?nope=debug"))
        .startsWith(
            "400 text/plain; charset=UTF-8\n"
                + "error: unknown logger name\n\n"
                + "usage: /logging?<name>=<level>");
    assertThat(proxy.post("/logging?paths=admin:debug,http:bogus"))
        .contains("error: unknown logger level");
    assertThat(proxy.post("/logging?a=b&c=d")).contains("error: invalid number of parameters");
    assertThat(proxy.loggers).containsEntry("admin", "trace");
  }

  @Test
  void listsListeners() {
    assertThat(proxy.get("/listeners")).isEqualTo(TEXT + "main::127.0.0.1:19080\n");
    assertThat(proxy.get("/listeners?format=json"))
        .isEqualTo(
            """
            200 application/json
            {
             "listener_statuses": [
              {
               "name": "main",
               "local_address": {
                "socket_address": {
                 "address": "127.0.0.1",
                 "port_value": 19080
                }
               }
              }
             ]
            }
            """);
  }

  @Test
  void listsClusters() {
    assertThat(proxy.get("/clusters?filter=svc"))
        .isEqualTo(
            TEXT
                + """
                svc:1::observability_name::svc:1
                svc:1::default_priority::max_connections::1024
                svc:1::default_priority::max_pending_requests::1024
                svc:1::default_priority::max_requests::55
                svc:1::default_priority::max_retries::3
                svc:1::high_priority::max_connections::1024
                svc:1::high_priority::max_pending_requests::1024
                svc:1::high_priority::max_requests::1024
                svc:1::high_priority::max_retries::3
                svc:1::added_via_api::false
                svc:1::127.0.0.1:19081::cx_active::0
                svc:1::127.0.0.1:19081::cx_connect_fail::0
                svc:1::127.0.0.1:19081::cx_total::0
                svc:1::127.0.0.1:19081::rq_active::0
                svc:1::127.0.0.1:19081::rq_error::0
                svc:1::127.0.0.1:19081::rq_pending_active::0
                svc:1::127.0.0.1:19081::rq_success::0
                svc:1::127.0.0.1:19081::rq_timeout::0
                svc:1::127.0.0.1:19081::rq_total::0
                svc:1::127.0.0.1:19081::hostname::h1
                svc:1::127.0.0.1:19081::health_flags::healthy
                svc:1::127.0.0.1:19081::weight::1
                svc:1::127.0.0.1:19081::region::r1
                svc:1::127.0.0.1:19081::zone::z1
                svc:1::127.0.0.1:19081::sub_zone::
                svc:1::127.0.0.1:19081::canary::true
                svc:1::127.0.0.1:19081::priority::0
                svc:1::127.0.0.1:19081::success_rate::-1
                svc:1::127.0.0.1:19081::local_origin_success_rate::-1
                svc:1::127.0.0.1:19082::cx_active::0
                svc:1::127.0.0.1:19082::cx_connect_fail::0
                svc:1::127.0.0.1:19082::cx_total::0
                svc:1::127.0.0.1:19082::rq_active::0
                svc:1::127.0.0.1:19082::rq_error::0
                svc:1::127.0.0.1:19082::rq_pending_active::0
                svc:1::127.0.0.1:19082::rq_success::0
                svc:1::127.0.0.1:19082::rq_timeout::0
                svc:1::127.0.0.1:19082::rq_total::0
                svc:1::127.0.0.1:19082::hostname::
                svc:1::127.0.0.1:19082::health_flags::healthy
                svc:1::127.0.0.1:19082::weight::3
                svc:1::127.0.0.1:19082::region::r1
                svc:1::127.0.0.1:19082::zone::z1
                svc:1::127.0.0.1:19082::sub_zone::
                svc:1::127.0.0.1:19082::canary::false
                svc:1::127.0.0.1:19082::priority::0
                svc:1::127.0.0.1:19082::success_rate::-1
                svc:1::127.0.0.1:19082::local_origin_success_rate::-1
                """);
    assertThat(proxy.get("/clusters?filter=zipkin")).contains("zipkin::added_via_api::true\n");
    assertThat(proxy.get("/clusters?format=json"))
        .contains(
            "\"name\": \"svc:1\"",
            "\"max_requests\": 55",
            "\"eds_health_status\": \"HEALTHY\"",
            "\"weight\": 3");
  }

  @Test
  void showsCertificates() {
    var issued = TestAuthority.of("mesh.test").issue("spiffe://mesh.test/ns/a/sa/b", "shop.test");
    proxy.certificates.add(
        new CertificatesInUse(
            List.of(), List.of(new CertificatesInUse.Shown(issued.certificate(), "/etc/c.pem"))));

    assertThat(proxy.get("/certs"))
        .contains(
            "\"path\": \"/etc/c.pem\"",
            "\"uri\": \"spiffe://mesh.test/ns/a/sa/b\"",
            "\"dns\": \"shop.test\"")
        .contains(
            "\"serial_number\": \"" + issued.certificate().getSerialNumber().toString(16) + "\"");
  }

  private static java.util.Map.Entry<String, String> entry(String key, String value) {
    return java.util.Map.entry(key, value);
  }
}
