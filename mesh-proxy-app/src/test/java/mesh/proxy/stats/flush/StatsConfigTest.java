package mesh.proxy.stats.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.metrics.v3.DogStatsdSink;
import io.envoyproxy.envoy.config.metrics.v3.HystrixSink;
import io.envoyproxy.envoy.config.metrics.v3.StatsdSink;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.render.StatsQuery;
import org.junit.jupiter.api.Test;

class StatsConfigTest {

  @Test
  void keepsEverythingWithoutBeingTold() throws Exception {
    StatsConfig config = parse("");

    assertThat(config.accepted().test("anything")).isTrue();
    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.tags().split("cluster.a.x").name()).isEqualTo("cluster.x");
    assertThat(parse("stats_flush_on_admin: true").interval()).isZero();
    assertThat(parse("stats_flush_interval: \"0.5s\"").interval())
        .isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void choosesByName() throws Exception {
    assertThat(matching("reject_all: true").accepted().test("x")).isFalse();
    assertThat(matching("reject_all: false").accepted().test("x")).isTrue();
    StatsConfig included =
        matching("inclusion_list: {patterns: [{prefix: \"cluster.\"}, {exact: \"server.live\"}]}");
    assertThat(included.accepted().test("cluster.a")).isTrue();
    assertThat(included.accepted().test("http.a")).isFalse();
    StatsConfig excluded =
        matching("exclusion_list: {patterns: [{safe_regex: {regex: \".*_ms\"}}]}");
    assertThat(excluded.accepted().test("cluster.a.upstream_cx_connect_ms")).isFalse();
    assertThat(excluded.accepted().test("cluster.a.upstream_cx_total")).isTrue();
  }

  @Test
  void setsTagsAndBuckets() throws Exception {
    StatsConfig config =
        parse(
            """
            stats_config: {use_all_default_tags: false, stats_tags: [{tag_name: "zone", fixed_value: "z"}],
            histogram_bucket_settings: [{match: {suffix: "_time"}, buckets: [10, 1]}]}\
            """);
    Stats stats = config.newStats();
    stats.histogram("rq_time").record(5);
    var out = new StringBuilder();

    config.page(stats).write(StatsQuery.PROMETHEUS, out);

    assertThat(out)
        .hasToString(
            """
            # HELP envoy_rq_time Statistic rq_time
            # TYPE envoy_rq_time histogram
            envoy_rq_time_bucket{zone="z",le="1"} 0
            envoy_rq_time_bucket{zone="z",le="10"} 1
            envoy_rq_time_bucket{zone="z",le="+Inf"} 1
            envoy_rq_time_sum{zone="z"} 5
            envoy_rq_time_count{zone="z"} 1
            """);
  }

  @Test
  void pushesToStatsd() throws Exception {
    try (var collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      StatsConfig config = parse(sink("StatsdSink", collector, ""));
      Stats stats = config.newStats();
      StatsFlush flush = config.newFlush(stats);
      stats.counter("cluster.a.upstream_rq_200").add(3);

      flush.flush();
      assertThat(receive(collector)).contains("envoy.cluster.a.upstream_rq_200:3|c");
    }
  }

  @Test
  void pushesTagsToDogStatsd() throws Exception {
    try (var collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      StatsConfig config =
          parse(sink("DogStatsdSink", collector, ", prefix: p, max_bytes_per_datagram: 1400"));
      Stats stats = config.newStats();
      StatsFlush flush = config.newFlush(stats);
      stats.counter("cluster.a.upstream_rq_200").add(3);
      stats.histogram("cluster.a.rq_time").record(7);
      stats.histogram("cluster.a.rq_time").record(7);

      flush.flush();

      assertThat(receive(collector).lines())
          .contains(
              "p.cluster.upstream_rq:3|c|#envoy.response_code:200,envoy.cluster_name:a",
              "p.cluster.rq_time:7|ms|@0.5|#envoy.cluster_name:a");
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> parse("stats_flush_interval: \"300s\""))
        .hasMessage("stats_flush_interval: PT5M (expected: 0.001s to less than 300s)");
    assertThatThrownBy(() -> parse("stats_config: {stats_tags: [{tag_name: \"x\", regex: \"(\"}]}"))
        .hasMessageStartingWith(
            "stats_config.stats_tags[0].regex: ( (expected: a regular expression");
    assertThatThrownBy(
            () ->
                parse(
                    "stats_config: {histogram_bucket_settings: [{match: {exact: x}, buckets:"
                        + " [0]}]}"))
        .hasMessage("stats_config.histogram_bucket_settings[0].buckets[0]: 0.0 (expected: > 0)");
    assertThatThrownBy(
            () ->
                parse(
                    "stats_sinks: [{name: \"envoy.stat_sinks.hystrix\", typed_config: {\"@type\":"
                        + " \"type.googleapis.com/envoy.config.metrics.v3.HystrixSink\"}}]"))
        .hasMessage(
            "stats_sinks[0].typed_config.@type:"
                + " type.googleapis.com/envoy.config.metrics.v3.HystrixSink (expected: the type of"
                + " envoy.stat_sinks.statsd or envoy.stat_sinks.dog_statsd)");
  }

  private static String sink(String type, DatagramSocket collector, String more) {
    return ("stats_sinks: [{name: x, typed_config: {\"@type\":"
            + " \"type.googleapis.com/envoy.config.metrics.v3.%s\", address: {socket_address:"
            + " {protocol: UDP, address: \"127.0.0.1\", port_value: %d}}%s}}]")
        .formatted(type, collector.getLocalPort(), more);
  }

  private static String receive(DatagramSocket collector) throws IOException {
    collector.setSoTimeout(5000);
    var all = new StringBuilder();
    while (!all.toString().contains("upstream_rq")) {
      var packet = new DatagramPacket(new byte[65536], 65536);
      collector.receive(packet);
      all.append(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
          .append('\n');
    }
    return all.toString();
  }

  private static StatsConfig matching(String matcher) throws IOException {
    return parse("stats_config: {stats_matcher: {" + matcher + "}}");
  }

  private static StatsConfig parse(String json) throws IOException {
    var proto = Bootstrap.newBuilder();
    var types =
        TypeRegistry.newBuilder()
            .add(StatsdSink.getDescriptor())
            .add(DogStatsdSink.getDescriptor())
            .add(HystrixSink.getDescriptor())
            .build();
    JsonFormat.parser().usingTypeRegistry(types).merge("{" + json + "}", proto);
    return StatsConfig.parse(proto.build());
  }
}
