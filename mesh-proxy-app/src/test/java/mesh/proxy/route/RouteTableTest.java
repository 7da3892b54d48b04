package mesh.proxy.route;

import static mesh.proxy.route.Tables.find;
import static mesh.proxy.route.Tables.get;
import static mesh.proxy.route.Tables.name;
import static mesh.proxy.route.Tables.routes;
import static mesh.proxy.route.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class RouteTableTest {

  private static final String ROUTE =
      "  routes: [{name: %s, match: {prefix: /}, route: {cluster: c}}]\n";

  @Test
  void prefersExactDomainsThenLongSuffixesThenLongPrefixes() {
    RouteTable table =
        table(
            hosts(
                "exact",
                "www.Foo.com",
                "suffix",
                "*.foo.com",
                "longer",
                "*-bar.foo.com",
                "prefix",
                "www.foo.*",
                "short",
                "www.*",
                "any",
                "*"));

    assertThat(name(table, get("WWW.foo.com", "/"))).isEqualTo("exact");
    assertThat(name(table, get("api.foo.com", "/"))).isEqualTo("suffix");
    assertThat(name(table, get("baz-bar.foo.com", "/"))).isEqualTo("longer");
    assertThat(name(table, get("-bar.foo.com", "/"))).isEqualTo("suffix");
    assertThat(name(table, get("www.foo.org", "/"))).isEqualTo("prefix");
    assertThat(name(table, get("www.bar.org", "/"))).isEqualTo("short");
    assertThat(name(table, get("www.", "/"))).isEqualTo("any");
    assertThat(name(table, get("www.foo.com:80", "/"))).isEqualTo("prefix");
    assertThat(name(table, get("", "/"))).isEqualTo("any");
  }

  @Test
  void findsNothingForAnUnknownDomain() {
    assertThat(find(table(hosts("a", "a.com")), get("b.com", "/"))).isNull();
  }

  @Test
  void ignoresPortsIfAsked() {
    RouteTable table =
        table("ignore_port_in_host_matching: true\n" + hosts("a", "a.com", "six", "[::1]"));

    assertThat(name(table, get("a.com:8080", "/"))).isEqualTo("a");
    assertThat(name(table, get("[::1]:8080", "/"))).isEqualTo("six");
    assertThat(name(table, get("[::1]", "/"))).isEqualTo("six");
  }

  @Test
  void takesTheFirstRouteThatMatches() {
    RouteTable table =
        routes(
            """
            - {name: exact, match: {path: /a}, route: {cluster: c}}
            - {name: separated, match: {path_separated_prefix: /api/dev}, route: {cluster: c}}
            - {name: regex, match: {safe_regex: {regex: '/r/\\d+'}}, route: {cluster: c}}
            - {name: nocase, match: {prefix: /Case, case_sensitive: false}, route: {cluster: c}}
            """);

    assertThat(name(table, get("/a"))).isEqualTo("exact");
    assertThat(name(table, get("/a?q=1"))).isEqualTo("exact");
    assertThat(name(table, get("/a#f"))).isEqualTo("exact");
    assertThat(name(table, get("/ab"))).isEmpty();
    assertThat(name(table, get("/api/dev"))).isEqualTo("separated");
    assertThat(name(table, get("/api/dev/v1"))).isEqualTo("separated");
    assertThat(name(table, get("/api/dev?param=true"))).isEqualTo("separated");
    assertThat(name(table, get("/api/developer"))).isEmpty();
    assertThat(name(table, get("/r/12?x"))).isEqualTo("regex");
    assertThat(name(table, get("/r/12/x"))).isEmpty();
    assertThat(name(table, get("/cAsE/x"))).isEqualTo("nocase");
  }

  @Test
  void comparesPrefixesWithoutTheQuery() {
    RouteTable table = routes("- {name: p, match: {prefix: '/a?q'}, route: {cluster: c}}");

    assertThat(name(table, get("/a?q=1"))).isEmpty();
  }

  @Test
  void ignoresPathParametersIfAsked() {
    String routes = hosts("a", "*").replace("prefix: /", "path: /a");

    assertThat(
            name(
                table("ignore_path_parameters_in_path_matching: true\n" + routes), get("/a;v=1?q")))
        .isEqualTo("a");
    assertThat(name(table(routes), get("/a;v=1"))).isEmpty();
  }

  @Test
  void asksForHeadersQueriesAndGrpc() {
    RouteTable table =
        routes(
            """
            - {name: header, match: {prefix: /, headers: [{name: X-A, string_match: {exact: b}}]}, route: {cluster: c}}
            - {name: query, match: {prefix: /, query_parameters: [{name: q, string_match: {prefix: v}}]},
               route: {cluster: c}}
            - {name: grpc, match: {prefix: /, grpc: {}}, route: {cluster: c}}
            """);

    assertThat(name(table, get("/").add("x-a", "b"))).isEqualTo("header");
    assertThat(name(table, get("/?q=vw"))).isEqualTo("query");
    assertThat(name(table, get("/").add("content-type", "application/grpc+proto")))
        .isEqualTo("grpc");
    assertThat(name(table, get("/").add("content-type", "application/grpc"))).isEqualTo("grpc");
    assertThat(name(table, get("/").add("content-type", "application/grpc-web"))).isEmpty();
  }

  @Test
  void drawsFractionsWithTheRequestsNumber() {
    RouteTable table =
        routes(
            """
            - name: some
              match: {prefix: /, runtime_fraction: {default_value: {numerator: 30}, runtime_key: some.key}}
              route: {cluster: c}
            - {name: rest, match: {prefix: /}, route: {cluster: c}}
            """);

    assertThat(nameAt(table, 29, Map.of())).isEqualTo("some");
    assertThat(nameAt(table, 30, Map.of())).isEqualTo("rest");
    assertThat(nameAt(table, 129, Map.of())).isEqualTo("some");
    assertThat(nameAt(table, 30, Map.of("some.key", 50.0))).isEqualTo("some");
  }

  @Test
  void asksForClientCertificates() {
    RouteTable table =
        routes(
            """
            - {name: with, match: {prefix: /, tls_context: {presented: true}}, route: {cluster: c}}
            - name: without
              match: {prefix: /, tls_context: {presented: false, validated: false}}
              route: {cluster: c}
            """);
    StreamInfo info = Tables.info();
    info.connection.tls(new TlsInfo("TLSv1.3", "", "", "", "", null, List.of(), false));

    assertThat(find(table, get("/"))).extracting(Route::name).isEqualTo("without");
    assertThat(table.route(get("/"), info, Tables.RUNTIME, 0))
        .extracting(Route::name)
        .isEqualTo("without");
  }

  @Test
  void asksForMetadataThatFiltersLeft() {
    RouteTable table =
        routes(
            """
            - name: m
              match:
                prefix: /
                dynamic_metadata: [{filter: ns, path: [{key: k}], value: {string_match: {exact: v}}}]
              route: {cluster: c}
            """);
    StreamInfo info = Tables.info();
    info.dynamicMetadata("ns").put("k", "v");

    assertThat(table.route(get("/"), info, Tables.RUNTIME, 0)).isNotNull();
    assertThat(find(table, get("/"))).isNull();
  }

  @Test
  void routesConnectWithoutAPath() {
    RouteTable table =
        routes(
            """
            - {name: all, match: {prefix: ''}, route: {cluster: c}}
            - {name: connect, match: {connect_matcher: {}}, route: {cluster: c}}
            """);

    assertThat(name(table, new Headers().add(":method", "CONNECT").add(":authority", "a:443")))
        .isEqualTo("connect");
    assertThat(name(table, get("/"))).isEqualTo("all");
  }

  @Test
  void redirectsRequestsThatMustUseTls() {
    RouteTable all = table(hosts("a", "*") + "  require_tls: ALL\n");
    RouteTable external = table(hosts("a", "*") + "  require_tls: EXTERNAL_ONLY\n");

    Route redirect = find(all, get("h:80", "/p?q"));
    assertThat(redirect).isNotNull();
    assertThat(((Redirect) redirect.action()).location(get("h:80", "/p?q")))
        .isEqualTo("https://h:80/p?q");
    assertThat(name(all, get("h", "/").add("x-forwarded-proto", "https"))).isEqualTo("a");
    assertThat(name(external, get("h", "/").add("x-envoy-internal", "true"))).isEqualTo("a");
    assertThat(find(external, get("h", "/")))
        .extracting(Route::action)
        .isInstanceOf(Redirect.class);
  }

  @Test
  void namesVirtualClusters() {
    RouteTable table =
        table(
            hosts("a", "*")
                + """
                  virtual_clusters:
                  - {name: get, headers: [{name: ':method', string_match: {exact: GET}}]}
                """);
    VirtualHost host = table.virtualHosts().getFirst();

    assertThat(host.virtualCluster(get("/"))).isEqualTo("get");
    assertThat(host.virtualCluster(Headers.request("PUT", "http", "a", "/"))).isEqualTo("other");
    assertThat(table(hosts("a", "*")).virtualHosts().getFirst().virtualCluster(get("/"))).isEmpty();
  }

  private static String nameAt(RouteTable table, long random, Map<String, Object> runtime) {
    Route route = table.route(get("/"), Tables.info(), Tables.runtime(runtime), random);
    return route == null ? "" : route.name();
  }

  // Pairs of route name and domain.
  private static String hosts(String... namesAndDomains) {
    var yaml = new StringBuilder("virtual_hosts:\n");
    for (int at = 0; at < namesAndDomains.length; at += 2) {
      String name = namesAndDomains[at];
      yaml.append("- name: ")
          .append(name)
          .append("\n  domains: ['")
          .append(namesAndDomains[at + 1])
          .append("']\n");
      yaml.append(ROUTE.formatted(name));
    }
    return yaml.toString();
  }
}
