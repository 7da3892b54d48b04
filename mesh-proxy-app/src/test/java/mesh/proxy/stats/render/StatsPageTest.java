package mesh.proxy.stats.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.tag.TagRules;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The expected texts are Envoy 1.40's for the same values. */
class StatsPageTest {

  private final Stats stats = Stats.root();
  private final StatsPage page =
      new StatsPage(
          stats,
          TagRules.STANDARD,
          new BucketRules(
              List.of(
                  new BucketRules.Rule(
                      name -> name.endsWith("_size"), List.of(1800000.0, 10.0, 100.0)))));

  @BeforeEach
  void count() {
    Stats shop = stats.scope("cluster.shop");
    shop.counter("upstream_rq_200").add(2);
    shop.counter("upstream_rq_503").add(1);
    shop.counter("upstream_rq_2xx").add(2);
    shop.counter("retry_or_shadow_abandoned");
    shop.gauge("upstream_cx_active").set(1);
    stats.scope("cluster.a").counter("upstream_rq_200").add(7);
    stats.gauge("server.live").set(1);
    stats.text("control_plane.identifier").set("pilot \"1\"");
    Histogram sizes = shop.histogram("upstream_rq_body_size");
    sizes.record(100);
    stats.flush();
    for (long size : new long[] {105, 249, 999, 1234, 123456, 7, 8, 8, 8}) {
      sizes.record(size);
    }
    shop.histogram("upstream_rq_time");
  }

  @Test
  void writesOneLineAMetric() {
    assertThat(text("/stats"))
        .isEqualTo(
            """
            control_plane.identifier: "pilot "1""
            cluster.a.upstream_rq_200: 7
            cluster.shop.retry_or_shadow_abandoned: 0
            cluster.shop.upstream_cx_active: 1
            cluster.shop.upstream_rq_200: 2
            cluster.shop.upstream_rq_2xx: 2
            cluster.shop.upstream_rq_503: 1
            server.live: 1
            cluster.shop.upstream_rq_body_size: P0(105,7.05) P25(105,8.05) P50(105,103.33333333333333) \
            P75(105,995) P90(105,1250) P95(105,125000) P99(105,125000) P99.5(105,125000) P99.9(105,125000) \
            P100(105,125000)
            cluster.shop.upstream_rq_time: No recorded values
            """);
  }

  @Test
  void leavesOutWhatWasNeverWritten() {
    assertThat(text("/stats?usedonly"))
        .doesNotContain("abandoned")
        .doesNotContain("No recorded values");
  }

  @Test
  void filtersByNameAndType() {
    assertThat(text("/stats?filter=^cluster\\.shop.*_rq_2&type=Counters"))
        .isEqualTo("cluster.shop.upstream_rq_200: 2\ncluster.shop.upstream_rq_2xx: 2\n");
    assertThat(text("/stats?filter=cluster&invert_filter&type=Gauges"))
        .isEqualTo("server.live: 1\n");
    assertThat(text("/stats?type=TextReadouts"))
        .isEqualTo("control_plane.identifier: \"pilot \"1\"\"\n");
  }

  @Test
  void writesBuckets() {
    assertThat(text("/stats?type=Histograms&usedonly&histogram_buckets=cumulative"))
        .isEqualTo("cluster.shop.upstream_rq_body_size: B10(0,4) B100(1,6) B1.8e+06(1,10)\n");
    assertThat(text("/stats?type=Histograms&usedonly&histogram_buckets=disjoint"))
        .isEqualTo("cluster.shop.upstream_rq_body_size: B10(0,4) B100(1,2) B1.8e+06(0,4)\n");
  }

  @Test
  void writesBins() {
    assertThat(text("/stats?type=Histograms&usedonly&histogram_buckets=detailed"))
        .startsWith(
            """
            cluster.shop.upstream_rq_body_size:
              totals=7,0.1:1, 8,0.1:3, 100,10:2, 240,10:1, 990,10:1, 1200,100:1, 120000,10000:1
              intervals=100,10:1
              summary=P0(105,7.05) P25(105,8.05)\
            """);
  }

  @Test
  void writesJson() {
    assertThat(text("/stats?format=json&filter=live|identifier"))
        .isEqualTo(
            "{\"stats\":[{\"name\":\"control_plane.identifier\",\"value\":\"pilot \\\"1\\\"\"},"
                + "{\"name\":\"server.live\",\"value\":1}]}");
    assertThat(text("/stats?format=json&filter=body_size"))
        .startsWith(
            "{\"stats\":[{\"histograms\":{\"supported_quantiles\":[0,25,50,75,90,95,99,99.5,99.9,100],"
                + "\"computed_quantiles\":[{\"name\":\"cluster.shop.upstream_rq_body_size\",\"values\":["
                + "{\"cumulative\":7.05,\"interval\":105},")
        .endsWith("{\"cumulative\":125000,\"interval\":105}]}]}}]}");
    assertThat(text("/stats?format=json&filter=rq_time"))
        .contains("\"values\":[{\"cumulative\":null,\"interval\":null},");
    assertThat(text("/stats?format=json&filter=nothing")).isEqualTo("{\"stats\":[]}");
  }

  @Test
  void writesBucketsAsJson() {
    assertThat(text("/stats?format=json&filter=body_size&histogram_buckets=disjoint"))
        .isEqualTo(
            "{\"stats\":[{\"histograms\":[{\"name\":\"cluster.shop.upstream_rq_body_size\",\"buckets\":["
                + "{\"upper_bound\":10,\"interval\":0,\"cumulative\":4},"
                + "{\"upper_bound\":100,\"interval\":1,\"cumulative\":2},"
                + "{\"upper_bound\":1800000,\"interval\":0,\"cumulative\":4}]}]}]}");
    assertThat(text("/stats?format=json&filter=body_size&histogram_buckets=detailed"))
        .contains(
            "\"intervals\":[{\"lower_bound\":100,\"width\":10,\"count\":1}],\"percentiles\":[{");
  }

  @Test
  void writesPrometheusText() {
    assertThat(text("/stats?format=prometheus"))
        .isEqualTo(
            """
            # HELP envoy_cluster_retry_or_shadow_abandoned Statistic cluster.retry_or_shadow_abandoned
            # TYPE envoy_cluster_retry_or_shadow_abandoned counter
            envoy_cluster_retry_or_shadow_abandoned{envoy_cluster_name="shop"} 0
            # HELP envoy_cluster_upstream_rq Statistic cluster.upstream_rq
            # TYPE envoy_cluster_upstream_rq counter
            envoy_cluster_upstream_rq{envoy_response_code="200",envoy_cluster_name="a"} 7
            envoy_cluster_upstream_rq{envoy_response_code="200",envoy_cluster_name="shop"} 2
            envoy_cluster_upstream_rq{envoy_response_code="503",envoy_cluster_name="shop"} 1
            # HELP envoy_cluster_upstream_rq_xx Statistic cluster.upstream_rq_xx
            # TYPE envoy_cluster_upstream_rq_xx counter
            envoy_cluster_upstream_rq_xx{envoy_response_code_class="2",envoy_cluster_name="shop"} 2
            # HELP envoy_cluster_upstream_cx_active Statistic cluster.upstream_cx_active
            # TYPE envoy_cluster_upstream_cx_active gauge
            envoy_cluster_upstream_cx_active{envoy_cluster_name="shop"} 1
            # HELP envoy_server_live Statistic server.live
            # TYPE envoy_server_live gauge
            envoy_server_live{} 1
            # HELP envoy_cluster_upstream_rq_body_size Statistic cluster.upstream_rq_body_size
            # TYPE envoy_cluster_upstream_rq_body_size histogram
            envoy_cluster_upstream_rq_body_size_bucket{envoy_cluster_name="shop",le="10"} 4
            envoy_cluster_upstream_rq_body_size_bucket{envoy_cluster_name="shop",le="100"} 6
            envoy_cluster_upstream_rq_body_size_bucket{envoy_cluster_name="shop",le="1800000"} 10
            envoy_cluster_upstream_rq_body_size_bucket{envoy_cluster_name="shop",le="+Inf"} 10
            envoy_cluster_upstream_rq_body_size_sum{envoy_cluster_name="shop"} 127528.39664307934
            envoy_cluster_upstream_rq_body_size_count{envoy_cluster_name="shop"} 10
            # HELP envoy_cluster_upstream_rq_time Statistic cluster.upstream_rq_time
            # TYPE envoy_cluster_upstream_rq_time histogram
            """
                + emptyHistogram());
  }

  @Test
  void showsTextsToPrometheusIfAsked() {
    assertThat(text("/stats?format=prometheus&text_readouts&filter=identifier"))
        .isEqualTo(
            """
            # HELP envoy_control_plane_identifier Statistic control_plane.identifier
            # TYPE envoy_control_plane_identifier gauge
            envoy_control_plane_identifier{text_value="pilot \\"1\\""} 0
            """);
  }

  @Test
  void writesASummaryOfTheInterval() {
    assertThat(text("/stats?format=prometheus&histogram_buckets=summary&filter=body_size"))
        .startsWith(
            """
            # HELP envoy_cluster_upstream_rq_body_size Statistic cluster.upstream_rq_body_size
            # TYPE envoy_cluster_upstream_rq_body_size summary
            envoy_cluster_upstream_rq_body_size{envoy_cluster_name="shop",quantile="0"} 105
            envoy_cluster_upstream_rq_body_size{envoy_cluster_name="shop",quantile="0.25"} 105
            """)
        .endsWith("envoy_cluster_upstream_rq_body_size_count{envoy_cluster_name=\"shop\"} 1\n");
  }

  @Test
  void saysWhatIsWrongWithAQuery() {
    assertThatThrownBy(() -> text("/stats?format=bogus"))
        .hasMessage("usage: /stats?format=(json|prometheus|text)\n\n");
    assertThatThrownBy(() -> text("/stats?type=Bogus")).hasMessage("invalid &type= param");
    assertThatThrownBy(() -> text("/stats?filter=*"))
        .hasMessage("Invalid re2 regex: missing argument to repetition operator: *");
    assertThatThrownBy(() -> text("/stats?histogram_buckets=bogus"))
        .hasMessage("usage: /stats?histogram_buckets=(cumulative|disjoint|detailed|summary)\n");
    assertThatThrownBy(() -> text("/stats?format=prometheus&histogram_buckets=detailed"))
        .hasMessage("unsupported prometheus histogram bucket mode");
  }

  private static String emptyHistogram() {
    var lines = new StringBuilder();
    for (String bound :
        "0.5 1 5 10 25 50 100 250 500 1000 2500 5000 10000 30000 60000 300000 600000 1800000 3600000 +Inf"
            .split(" ")) {
      lines.append(
          "envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name=\"shop\",le=\""
              + bound
              + "\"} 0\n");
    }
    return lines
        + "envoy_cluster_upstream_rq_time_sum{envoy_cluster_name=\"shop\"} 0\n"
        + "envoy_cluster_upstream_rq_time_count{envoy_cluster_name=\"shop\"} 0\n";
  }

  private String text(String target) {
    Map<String, String> parameters = new HashMap<>();
    int question = target.indexOf('?');
    if (question >= 0) {
      for (String pair : target.substring(question + 1).split("&")) {
        int equals = pair.indexOf('=');
        parameters.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    var out = new StringBuilder();
    try {
      page.write(StatsQuery.parse(parameters), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString();
  }
}
