package mesh.proxy.route;

import static mesh.proxy.route.Tables.get;
import static mesh.proxy.route.Tables.routes;
import static mesh.proxy.route.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;

class RouteFinalizeTest {

  private static final String LEVELS =
      """
      request_headers_to_add: [{header: {key: x-order, value: table}}]
      response_headers_to_add: [{header: {key: x-who, value: table}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]
      virtual_hosts:
      - name: v
        domains: ['*']
        request_headers_to_add: [{header: {key: x-order, value: host}}]
        response_headers_to_add: [{header: {key: x-who, value: host}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]
        routes:
        - match: {prefix: /}
          request_headers_to_add: [{header: {key: x-order, value: route}}]
          response_headers_to_add: [{header: {key: x-who, value: route}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]
          route:
            weighted_clusters:
              clusters:
              - name: c
                weight: 1
                request_headers_to_add: [{header: {key: x-order, value: cluster}}]
      """;

  @Test
  void appliesMutationsFromTheClusterOutwards() {
    assertThat(finalized(table(LEVELS), get("/")).all("x-order"))
        .containsExactly("cluster", "route", "host", "table");
  }

  @Test
  void letsTheMostSpecificLevelWinIfAsked() {
    RouteTable table = table("most_specific_header_mutations_wins: true\n" + LEVELS);
    Headers response = Headers.response(200);
    route(table, get("/")).finalizeResponseHead(response, Tables.info());

    assertThat(finalized(table, get("/")).all("x-order"))
        .containsExactly("cluster", "table", "host", "route");
    assertThat(response.all("x-who")).containsExactly("route");
  }

  @Test
  void rewritesWhatThePrefixMatched() {
    RouteTable table =
        routes(
            """
            - {match: {prefix: /api/}, route: {cluster: c, prefix_rewrite: /}}
            - {match: {path: /exact}, route: {cluster: c, prefix_rewrite: /other}}
            - {match: {path_separated_prefix: /sep}, route: {cluster: c, prefix_rewrite: /s}}
            - {match: {prefix: /Case, case_sensitive: false}, route: {cluster: c, prefix_rewrite: /k}}
            - {match: {safe_regex: {regex: '/re.*'}}, route: {cluster: c, prefix_rewrite: /whole}}
            """);

    assertThat(finalized(table, get("/api/v1?q=1")).path()).isEqualTo("/v1?q=1");
    assertThat(finalized(table, get("/exact?q")).path()).isEqualTo("/other?q");
    assertThat(finalized(table, get("/sep/x")).path()).isEqualTo("/s/x");
    assertThat(finalized(table, get("/CASE/x")).path()).isEqualTo("/k/x");
    assertThat(finalized(table, get("/regex/x?y")).path()).isEqualTo("/whole?y");
  }

  @Test
  void rewritesPathsByExpressionButNotTheQuery() {
    RouteTable table =
        routes(
            "- {match: {prefix: /}, route: {cluster: c, regex_rewrite: {pattern: {regex:"
                + " '^/service/([^/]+)(/.*)$'}, substitution: '\\2/instance/\\1'}}}");

    assertThat(finalized(table, get("/service/foo/v1?x=/service/a/b")).path())
        .isEqualTo("/v1/instance/foo?x=/service/a/b");
  }

  @Test
  void rewritesPathsByTemplate() {
    RouteTable table =
        routes(
            """
            - match:
                path_match_policy:
                  name: t
                  typed_config:
                    '@type': type.googleapis.com/envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig
                    path_template: /content/{format}/{lang}/*/{file}.vtt
              route:
                cluster: c
                path_rewrite_policy:
                  name: t
                  typed_config:
                    '@type': type.googleapis.com/envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig
                    path_template_rewrite: /{lang}/{format}/{file}.vtt
            """);

    assertThat(finalized(table, get("/content/hls/en-us/12345/en_193913.vtt?q")).path())
        .isEqualTo("/en-us/hls/en_193913.vtt?q");
    assertThat(Tables.find(table, get("/content/hls/en-us/12345/en.txt"))).isNull();
  }

  @Test
  void keepsTheOriginalPathAndHost() {
    RouteTable table =
        routes(
            "- {match: {prefix: /a}, route: {cluster: c, prefix_rewrite: /b, host_rewrite_literal:"
                + " new}}");
    Headers head = finalized(table, get("old", "/a/x"));

    assertThat(head.get("x-envoy-original-path")).isEqualTo("/a/x");
    assertThat(head.get("x-envoy-original-host")).isEqualTo("old");
    assertThat(head.authority()).isEqualTo("new");
  }

  @Test
  void rewritesHostsFromHeaderAndPath() {
    RouteTable table =
        routes(
            """
            - {match: {prefix: /h}, route: {cluster: c, host_rewrite_header: X-Host}}
            - {match: {prefix: /}, route: {cluster: c, host_rewrite_path_regex: {
                pattern: {regex: '^/(.+)/.+$'}, substitution: '\\1'}}}
            """);

    assertThat(finalized(table, get("/h").add("x-host", "a")).authority()).isEqualTo("a");
    assertThat(finalized(table, get("/h")).authority()).isEqualTo("example.com");
    assertThat(finalized(table, get("/envoyproxy.io/some?q")).authority())
        .isEqualTo("envoyproxy.io");
  }

  @Test
  void appendsTheHostToXForwardedHostOnce() {
    RouteTable table =
        routes(
            "- {match: {prefix: /}, route: {cluster: c, append_x_forwarded_host: true,"
                + " host_rewrite_literal: new}}");

    assertThat(finalized(table, get("a", "/")).get("x-forwarded-host")).isEqualTo("a");
    assertThat(finalized(table, get("a", "/").add("x-forwarded-host", "b")).get("x-forwarded-host"))
        .isEqualTo("b,a");
    assertThat(
            finalized(table, get("a", "/").add("x-forwarded-host", "b,a")).get("x-forwarded-host"))
        .isEqualTo("b,a");
  }

  @Test
  void takesTheWeightedClustersHostUnlessTheRouteHasOne() {
    String weighted =
        "weighted_clusters: {clusters: [{name: c, weight: 1, host_rewrite_literal: ofcluster}]}";

    assertThat(
            finalized(routes("- {match: {prefix: /}, route: {" + weighted + "}}"), get("/"))
                .authority())
        .isEqualTo("ofcluster");
    assertThat(
            finalized(
                    routes(
                        "- {match: {prefix: /}, route: {host_rewrite_literal: ofroute, "
                            + weighted
                            + "}}"),
                    get("/"))
                .authority())
        .isEqualTo("ofroute");
  }

  private static Route route(RouteTable table, Headers head) {
    Route route = Tables.find(table, head);
    assertThat(route).isNotNull();
    return route;
  }

  private static Headers finalized(RouteTable table, Headers head) {
    route(table, head).finalizeRequestHead(head, Tables.infoOf(head), true);
    return head;
  }
}
