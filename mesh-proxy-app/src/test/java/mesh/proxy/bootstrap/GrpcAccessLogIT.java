package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import mesh.config.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcAccessLogIT {

  private static final String WRITTEN = "access_logs.grpc_access_log.logs_written";
  private static final String DROPPED = "access_logs.grpc_access_log.logs_dropped";
  private static final String NODE = "node: {id: sidecar~1, cluster: shop.demo}\n";

  @Test
  void saysWhoItIsAndTellsEachRequest() throws Exception {
    try (var service = new LogService(0);
        var upstream = TcpServer.http("hello");
        var proxy = proxy(service.port(), upstream.port(), "")) {
      Http.get(proxy.port("in"), "/one");
      Http.get(proxy.port("in"), "/two");

      HTTPAccessLogEntry one = service.http();
      HTTPAccessLogEntry two = service.http();
      assertThat(one.getRequest().getPath()).isEqualTo("/one");
      assertThat(one.getResponse().getResponseCode().getValue()).isEqualTo(200);
      assertThat(one.getResponse().getResponseBodyBytes()).isEqualTo(5);
      assertThat(one.getCommonProperties().getUpstreamCluster()).isEqualTo("up");
      assertThat(one.getCommonProperties().getUpstreamRemoteAddress().getSocketAddress())
          .satisfies(address -> assertThat(address.getPortValue()).isEqualTo(upstream.port()));
      assertThat(two.getRequest().getPath()).isEqualTo("/two");
      StreamAccessLogsMessage first = service.messages().getFirst();
      assertThat(first.getIdentifier().getLogName()).isEqualTo("inbound");
      assertThat(first.getIdentifier().getNode().getId()).isEqualTo("sidecar~1");
      assertThat(first.getIdentifier().getNode().getCluster()).isEqualTo("shop.demo");
      assertThat(proxy.stat(WRITTEN)).isEqualTo(2);
      assertThat(proxy.stat(DROPPED)).isZero();
      assertThat(proxy.stat("cluster.als.upstream_rq_total")).isBetween(1L, 2L);
    }
  }

  @Test
  void collectsEntriesUntilTheyAreEnough() throws Exception {
    String collecting = "buffer_flush_interval: 100s\nbuffer_size_bytes: 2000\n";
    try (var service = new LogService(0);
        var upstream = TcpServer.http("hello");
        var proxy = proxy(service.port(), upstream.port(), collecting)) {
      int sent = 0;
      while (service.messages().isEmpty() && sent < 100) {
        Http.get(proxy.port("in"), "/");
        sent++;
      }

      assertThat(sent).isGreaterThan(3);
      assertThat(service.messages().getFirst().getHttpLogs().getLogEntryCount()).isGreaterThan(2);
    }
  }

  @Test
  void goesOnWithoutTheServiceAndTellsItLater() throws Exception {
    try (var upstream = TcpServer.http("hello");
        var service = new LogService(0)) {
      int port = service.port();
      service.close();
      try (var proxy = proxy(port, upstream.port(), "")) {
        for (int request = 0; request < 10; request++) {
          assertThat(Http.get(proxy.port("in"), "/down")).isEqualTo("200\nhello");
        }
        proxy.await(WRITTEN, 10);
        try (var back = new LogService(port)) {
          for (int request = 0; request < 10; request++) {
            assertThat(back.http().getRequest().getPath()).isEqualTo("/down");
          }
          assertThat(back.messages().getFirst().getIdentifier().getLogName()).isEqualTo("inbound");
        }
        assertThat(proxy.stat(DROPPED)).isZero();
      }
    }
  }

  @Test
  void dropsAndCountsWhatFindsNoRoom() throws Exception {
    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(1, upstream.port(), "")) { // nobody listens there
      String path = "/" + "x".repeat(30_000);
      for (int request = 0; request < 100; request++) {
        assertThat(Http.get(proxy.port("in"), path)).isEqualTo("200\nhello");
      }

      proxy.await(DROPPED, 1);
      long all = proxy.stat(WRITTEN) + proxy.stat(DROPPED);
      assertThat(all).isBetween(99L, 100L); // the last one is logged behind its answer
      assertThat(proxy.stat(WRITTEN)).as("at most a megabyte for each of two loops").isLessThan(71);
    }
  }

  @Test
  void comesBackWhenTheServiceEndsTheStream() throws Exception {
    try (var service = new LogService(0);
        var upstream = TcpServer.http("hello");
        var proxy = proxy(service.port(), upstream.port(), "")) {
      Http.get(proxy.port("in"), "/first");
      assertThat(service.http().getRequest().getPath()).isEqualTo("/first");
      service.endStreams();

      Http.get(proxy.port("in"), "/second");

      assertThat(service.http().getRequest().getPath()).isEqualTo("/second");
      assertThat(service.messages().getLast().getIdentifier().getLogName()).isEqualTo("inbound");
    }
  }

  @Test
  void sendsWhatIsCollectedBeforeItEnds() throws Exception {
    try (var service = new LogService(0);
        var upstream = TcpServer.http("hello")) {
      try (var proxy = proxy(service.port(), upstream.port(), "")) {
        Http.get(proxy.port("in"), "/first");
        assertThat(service.http().getRequest().getPath()).isEqualTo("/first");
        for (int request = 0; request < 4; request++) {
          Http.get(proxy.port("in"), "/last"); // by both loops, one of which has a stream
        }
      }

      assertThat(service.http().getRequest().getPath()).isEqualTo("/last");
    }
  }

  @Test
  void tellsConnections() throws Exception {
    String log = log("tcp_grpc", "TcpGrpcAccessLogConfig", "");
    String listener =
        Yaml.listener("in", "up", "")
            .replace(
                "cluster: up",
                "cluster: up\n        " + "access_log:\n" + log.indent(8).stripTrailing());
    try (var service = new LogService(0);
        var upstream = TcpServer.echo();
        var proxy =
            new RunningProxy(
                NODE + Yaml.bootstrap(listener, clusters(service.port(), upstream.port())))) {
      try (var client = TcpClient.connect(proxy.port("in"))) {
        assertThat(client.send("abc").read(3)).isEqualTo("abc");
      }

      var entry = service.tcp();
      assertThat(entry.getConnectionProperties().getReceivedBytes()).isEqualTo(3);
      assertThat(entry.getConnectionProperties().getSentBytes()).isGreaterThanOrEqualTo(3);
      assertThat(entry.getCommonProperties().getUpstreamCluster()).isEqualTo("up");
      assertThat(entry.getCommonProperties().getDuration().getNanos()).isPositive();
    }
  }

  @Test
  void refusesWhatItDoesNotDo() {
    assertThatThrownBy(() -> proxy(1, 1, "filter_state_objects_to_log: [a]\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "common_config.filter_state_objects_to_log: [1 elements] (expected: nothing");
    assertThatThrownBy(() -> proxy(1, 1, "transport_api_version: V2\n"))
        .hasMessageContaining("common_config.transport_api_version: V2 (expected: V3)");
  }

  private static RunningProxy proxy(int service, int upstream, String more) {
    String rest =
        "        access_log:\n" + log("http_grpc", "HttpGrpcAccessLogConfig", more).indent(8);
    String listener =
        Yaml.httpListener("in", "up", "").stripTrailing() + "\n" + rest.stripTrailing() + "\n";
    return new RunningProxy(NODE + Yaml.bootstrap(listener, clusters(service, upstream)));
  }

  private static String log(String name, String type, String more) {
    String fast = more.contains("buffer_flush_interval") ? "" : "buffer_flush_interval: 0.05s\n";
    return """
    - name: envoy.access_loggers.%s
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.access_loggers.grpc.v3.%s
        common_config:
          log_name: inbound
          grpc_service: {envoy_grpc: {cluster_name: als}}
    %s\
    """
        .formatted(name, type, (fast + more).indent(6));
  }

  private static String clusters(int service, int upstream) {
    return Yaml.cluster("up", upstream, "")
        + Yaml.cluster("plain", upstream, "")
        + Yaml.cluster(
            "als",
            service,
            """
            typed_extension_protocol_options:
              envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                explicit_http_config: {http2_protocol_options: {}}
            """);
  }
}
