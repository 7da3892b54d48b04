package mesh.proxy.bootstrap.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The actuator of a proxy with real listeners, asked over a socket. */
class ActuatorIT {

  @TempDir private Path folder;

  @Test
  void everythingIsUpOnceTrafficIsTaken() {
    try (var app = new RunningApplication(folder, bootstrap("", hosts("lost")))) {
      assertThat(app.actuator("health/readiness"))
          .startsWith("200\n")
          .contains("\"state\":\"LIVE\"");
      assertThat(app.actuator("health/liveness")).startsWith("200\n");
      assertThat(app.actuator("health/listeners"))
          .isEqualTo(
              "200\n{\"details\":{\"listeners\":{\"web\":\"127.0.0.1:%d, 0 connections\"}},\"status\":\"UP\"}"
                  .formatted(port(app)));
      assertThat(app.actuator("info")).contains("\"node\":\"node-1\"", "\"state\":\"LIVE\"");
    }
  }

  @Test
  void namesClustersWithoutHealthyHosts() {
    String unhealthy =
        hosts("lost").replace("- endpoint:", "- health_status: UNHEALTHY\n        endpoint:");
    try (var app = new RunningApplication(folder, bootstrap("", unhealthy))) {
      assertThat(app.actuator("health/clusters"))
          .startsWith("503\n")
          .contains(
              "\"withoutHealthyHosts\":[\"lost: none of 1 hosts is healthy; the first says"
                  + " /failed_eds_health\"]");
      assertThat(app.actuator("health/readiness")).startsWith("200\n");
    }
  }

  @Test
  void isNotReadyWhileAnOperatorFailsHealthChecks() {
    try (var app = new RunningApplication(folder, bootstrap("", hosts("lost")))) {
      app.rooms().health().fail();

      assertThat(app.actuator("health/readiness"))
          .startsWith("503\n")
          .contains("\"state\":\"DRAINING\"", "POST /healthcheck/ok");
      assertThat(app.actuator("health/liveness")).startsWith("200\n");
    }
  }

  @Test
  void namesCertificatesThatExpired() {
    var pem =
        TestAuthority.of("mesh.test")
            .issueFor(Duration.ofSeconds(-60), "spiffe://mesh.test/ns/a/sa/b")
            .writeTo(folder);
    String tls =
        """
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
            common_tls_context:
              tls_certificates:
              - certificate_chain: {filename: "%s"}
                private_key: {filename: "%s"}
        """
            .formatted(pem.certificateChain(), pem.key());
    try (var app = new RunningApplication(folder, bootstrap(tls, hosts("lost")))) {
      assertThat(app.actuator("health/certificates"))
          .startsWith("503\n")
          .contains(pem.certificateChain() + " (serial ", ": expired at ");
    }
  }

  @Test
  void prometheusFindsBothKindsOfMetrics() {
    try (var app = new RunningApplication(folder, bootstrap("", hosts("lost")))) {
      assertThat(app.get(port(app), "/")).isEqualTo("200\nhello");

      assertThat(app.own("/stats/prometheus"))
          .startsWith("200\n")
          .contains(
              "jvm_memory_used_bytes{",
              "# TYPE envoy_http_downstream_rq_total counter\n",
              "envoy_http_downstream_rq_total{envoy_http_conn_manager_prefix=\"web\"} 1\n",
              "envoy_server_live{} 1\n")
          .doesNotContain("envoy_cluster_upstream_rq_total"); // nobody used a cluster
    }
  }

  @Test
  void theActuatorHasWhatPrometheusOwnStyleAllows() {
    try (var app = new RunningApplication(folder, bootstrap("", hosts("lost")))) {
      assertThat(app.actuator("prometheus"))
          .startsWith("200\n")
          .contains("jvm_memory_used_bytes{", "# HELP system_cpu_cores ")
          .doesNotContain("envoy_", "_ms_total", "_ns_total");
    }
  }

  @Test
  void aPortOfItsOwnShowsMetricsAndReadinessAndNothingElse() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var app =
        new RunningApplication(
            folder, bootstrap("", hosts("b")), "--mesh.proxy.prometheus.port=" + port)) {
      assertThat(app.get(port, "/stats/prometheus"))
          .startsWith("200\n")
          .contains("envoy_server_live{} 1\n");
      assertThat(app.get(port, "/healthz/ready")).isEqualTo("200\nLIVE\n");
      assertThat(app.get(port, "/config_dump")).startsWith("404\n");
      assertThat(app.get(port, "/runtime_modify?a=1")).startsWith("404\n");
    }
  }

  @Test
  void metricsDrillDownByTag() {
    try (var app = new RunningApplication(folder, bootstrap("", hosts("lost") + hosts("b")))) {
      app.get(port(app), "/");

      assertThat(app.actuator("metrics"))
          .contains("\"jvm.memory.used\"", "\"envoy.cluster.membership_total\"");
      assertThat(app.actuator("metrics/envoy.cluster.membership_total"))
          .isEqualTo(
              "200\n"
                  + "{\"name\":\"envoy.cluster.membership_total\","
                  + "\"measurements\":[{\"statistic\":\"VALUE\",\"value\":2.0}],"
                  + "\"availableTags\":[{\"tag\":\"envoy.cluster_name\",\"values\":[\"b\",\"lost\"]}]}");
      assertThat(app.actuator("metrics/envoy.cluster.membership_total?tag=envoy.cluster_name:lost"))
          .contains("\"value\":1.0", "\"availableTags\":[]");
      assertThat(app.actuator("metrics/jvm.threads.live")).contains("\"statistic\":\"VALUE\"");
      assertThat(app.actuator("metrics/envoy.nothing")).startsWith("404\n");
    }
  }

  private static int port(RunningApplication app) {
    var listener = app.rooms().listeners().all().iterator().next();
    return ((InetSocketAddress) listener.addresses().getFirst()).getPort();
  }

  private static String hosts(String cluster) {
    return """
    - name: %s
      load_assignment:
        cluster_name: %1$s
        endpoints:
        - lb_endpoints:
          - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 1}}}
    """
        .formatted(cluster);
  }

  private static String bootstrap(String transportSocket, String clusters) {
    return """
    node: {id: node-1}
    static_resources:
      listeners:
      - name: web
        address: {socket_address: {address: 127.0.0.1, port_value: 0}}
        filter_chains:
        - filters:
          - name: envoy.filters.network.http_connection_manager
            typed_config:
              "@type": \
                type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
              stat_prefix: web
              route_config:
                virtual_hosts:
                - name: all
                  domains: ["*"]
                  routes:
                  - match: {prefix: /}
                    direct_response: {status: 200, body: {inline_string: hello}}
              http_filters:
              - name: envoy.filters.http.router
                typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
    %s\
      clusters:
    %s\
    """
        .formatted(transportSocket.indent(6), clusters.indent(2));
  }
}
