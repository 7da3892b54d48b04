package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Statistics go where the bootstrap says, at the intervals that it says. */
class StatsSinkIT {

  private static final int PATIENCE_MILLIS = 10_000;

  @Test
  void statsdHearsOfEveryInterval() throws Exception {
    try (var statsd = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, sink("statsd", "StatsdSink", statsd, "prefix: mesh"))) {
      Http.get(proxy.port("web"), "/plain");

      assertThat(receive(statsd, "mesh.cluster.plain.upstream_rq_total"))
          .isEqualTo("mesh.cluster.plain.upstream_rq_total:1|c");

      Http.get(proxy.port("web"), "/plain");
      Http.get(proxy.port("web"), "/plain");
      long sum = 0;
      while (sum < 2) {
        String line = receive(statsd, "mesh.cluster.plain.upstream_rq_total");
        sum += Long.parseLong(line.substring(line.indexOf(':') + 1, line.indexOf('|')));
      }
      assertThat(sum).isEqualTo(2);
    }
  }

  @Test
  void dogStatsdGetsTagsBesideTheName() throws Exception {
    try (var statsd = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, sink("dog_statsd", "DogStatsdSink", statsd, ""))) {
      Http.get(proxy.port("web"), "/plain");

      assertThat(receive(statsd, "envoy.cluster.upstream_rq_total"))
          .isEqualTo("envoy.cluster.upstream_rq_total:1|c|#envoy.cluster_name:plain");
    }
  }

  @Test
  void histogramsBeginAnIntervalAtEachFlush() throws Exception {
    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, "stats_flush_interval: 0.1s\n")) {
      Http.get(proxy.port("web"), "/plain");
      long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;

      String shown = "";
      while (!shown.contains("P50(")) {
        assertThat(System.nanoTime() - end).isNegative();
        shown = proxy.admin("GET", "/stats?filter=plain.upstream_rq_time");
      }

      assertThat(shown).contains("cluster.plain.upstream_rq_time: P0(").contains("P100(");
    }
  }

  @Test
  void aSinkThatIsNotThereIsRefusedByName() {
    assertThatThrownBy(
            () ->
                proxy(
                    null,
                    """
                    stats_sinks:
                    - name: envoy.stat_sinks.hystrix
                      typed_config:
                        "@type": type.googleapis.com/envoy.config.metrics.v3.HystrixSink
                    """))
        .hasMessageContaining("stats_sinks[0].typed_config")
        .hasMessageContaining("statsd");
  }

  private static String sink(String name, String type, DatagramSocket to, String more) {
    return """
    stats_flush_interval: 0.1s
    stats_sinks:
    - name: envoy.stat_sinks.%s
      typed_config:
        "@type": type.googleapis.com/envoy.config.metrics.v3.%s
        address: {socket_address: {protocol: UDP, address: 127.0.0.1, port_value: %d}}
        %s
    """
        .formatted(name, type, to.getLocalPort(), more);
  }

  /** The next line about a metric. */
  private static String receive(DatagramSocket socket, String name) throws Exception {
    socket.setSoTimeout(PATIENCE_MILLIS);
    var packet = new DatagramPacket(new byte[65_536], 65_536);
    while (true) {
      socket.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      for (String line : text.split("\n")) {
        if (line.startsWith(name + ":")) {
          return line;
        }
      }
    }
  }

  private static RunningProxy proxy(TcpServer upstream, String more) {
    int port = upstream == null ? 1 : upstream.port();
    return new RunningProxy(
        more
            + Yaml.bootstrap(
                Yaml.httpListener("web", "plain", ""), Yaml.cluster("plain", port, "")));
  }
}
