package mesh.proxy.route;

import static mesh.proxy.route.Tables.get;
import static mesh.proxy.route.Tables.routes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;

class WeightedTest {

  private static final String CLUSTERS =
      "clusters: [{name: a, weight: 30}, {name: b, weight: 70}, {cluster_header: X-Cluster, weight:"
          + " 10}]";

  @Test
  void drawsByWeight() {
    RouteTable table = weighted(CLUSTERS);

    assertThat(cluster(table, get("/"), 0)).isEqualTo("a");
    assertThat(cluster(table, get("/"), 29)).isEqualTo("a");
    assertThat(cluster(table, get("/"), 30)).isEqualTo("b");
    assertThat(cluster(table, get("/"), 99)).isEqualTo("b");
    assertThat(cluster(table, get("/").add("x-cluster", "named"), 100)).isEqualTo("named");
    assertThat(cluster(table, get("/"), 110)).isEqualTo("a");
  }

  @Test
  void drawsWithTheClientsNumber() {
    RouteTable table = weighted(CLUSTERS + ", header_name: X-Random");

    assertThat(cluster(table, get("/").add("x-random", "50"), 0)).isEqualTo("b");
    assertThat(cluster(table, get("/").add("x-random", "nonsense"), 0)).isEqualTo("a");
    assertThat(cluster(table, get("/").add("x-random", "50").add("x-random", "1"), 0))
        .isEqualTo("a");
  }

  @Test
  void takesWeightsFromTheRuntime() {
    RouteTable table =
        weighted("clusters: [{name: a, weight: 50}, {name: b, weight: 50}], runtime_key_prefix: w");

    assertThat(cluster(table, 0, Map.of("w.a", 0.0))).isEqualTo("b");
    assertThat(cluster(table, 99, Map.of("w.a", 100.0))).isEqualTo("a");
    assertThat(cluster(table, 120, Map.of("w.a", 100.0))).isEqualTo("b");
    assertThat(
            table.route(get("/"), Tables.info(), Tables.runtime(Map.of("w.a", 0.0, "w.b", 0.0)), 0))
        .isNull();
  }

  @Test
  void mergesLabelsOfTheClusterOverThoseOfTheRoute() {
    RouteTable table =
        routes(
            """
            - match: {prefix: /}
              route:
                metadata_match: {filter_metadata: {envoy.lb: {a: 1, b: 1}}}
                weighted_clusters:
                  clusters: [{name: c, weight: 1, metadata_match: {filter_metadata: {envoy.lb: {b: 2}}}}]
            """);
    Route route = Tables.find(table, get("/"));

    assertThat(route).isNotNull();
    assertThat(((Forward) route.action()).metadataMatch())
        .containsExactly(Map.entry("a", 1.0), Map.entry("b", 2.0));
  }

  private static RouteTable weighted(String clusters) {
    return routes("- {match: {prefix: /}, route: {weighted_clusters: {" + clusters + "}}}");
  }

  private static String cluster(RouteTable table, Headers head, long random) {
    return cluster(table.route(head, Tables.info(), Tables.RUNTIME, random), head);
  }

  private static String cluster(RouteTable table, long random, Map<String, Object> runtime) {
    return cluster(table.route(get("/"), Tables.info(), Tables.runtime(runtime), random), get("/"));
  }

  private static String cluster(Route route, Headers head) {
    assertThat(route).isNotNull();
    return ((Forward) route.action()).cluster().cluster(head);
  }
}
