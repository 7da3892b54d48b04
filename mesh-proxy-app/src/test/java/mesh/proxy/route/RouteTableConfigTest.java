package mesh.proxy.route;

import static mesh.proxy.route.Tables.routes;
import static mesh.proxy.route.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoYaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTableConfigTest {

  private static final RouteContext ONLY_A =
      new RouteContext((name, config, optional) -> config, "a"::equals, true);

  @TempDir Path folder;

  @Test
  void declaresEveryMessageThatItReads() {
    assertThat(RouteTableConfig.SUPPORTED.undeclared()).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotSupport() {
    refuses(
        "virtual_hosts: [{name: v, domains: ['*'], hedge_policy: {hedge_on_per_try_timeout:"
            + " true}}]",
        "virtual_hosts[0].hedge_policy");
    refuses("vhds: {config_source: {ads: {}}}", "vhds");
    refuses(
        "virtual_hosts: [{name: v, domains: ['*'], routes: [{match: {prefix: /}, route: {cluster:"
            + " c, early_data_policy: {name: x}}}]}]",
        "virtual_hosts[0].routes[0].route.early_data_policy");
  }

  @Test
  void refusesDomainsThatAreNamedTwice() {
    assertThatThrownBy(
            () ->
                table(
                    "virtual_hosts: [{name: a, domains: [a.com]}, {name: b, domains: [b.com,"
                        + " A.com]}]"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "virtual_hosts[1].domains[1]: A.com (expected: a domain that is named once; virtual"
                + " host a has it already)");
  }

  @Test
  void refusesUnknownClustersIfAsked() {
    assertThatThrownBy(() -> table(oneRoute("{cluster: b}"), ONLY_A))
        .hasMessage(
            "virtual_hosts[0].routes[0].route.cluster: b (expected: the name of a cluster that"
                + " exists)");
    assertThatThrownBy(
            () ->
                table(oneRoute("{weighted_clusters: {clusters: [{name: b, weight: 1}]}}"), ONLY_A))
        .hasMessageStartingWith(
            "virtual_hosts[0].routes[0].route.weighted_clusters.clusters[0].name: b");
    assertThat(table("validate_clusters: false\n" + oneRoute("{cluster: b}"), ONLY_A)).isNotNull();
    assertThat(table(oneRoute("{cluster: a}"), ONLY_A)).isNotNull();
  }

  @Test
  void refusesWeightsWithoutASum() {
    assertThatThrownBy(
            () -> table(oneRoute("{weighted_clusters: {clusters: [{name: a, weight: 0}]}}")))
        .hasMessage(
            "virtual_hosts[0].routes[0].route.weighted_clusters.clusters: a total weight of 0"
                + " (expected: a total weight of 1 to 4294967295)");
    assertThatThrownBy(
            () ->
                table(
                    oneRoute(
                        "{weighted_clusters: {clusters: [{name: a, cluster_header: b, weight:"
                            + " 1}]}}")))
        .hasMessageContaining("exactly one of name and cluster_header");
  }

  @Test
  void refusesTwoPathRewrites() {
    assertThatThrownBy(
            () ->
                table(
                    oneRoute(
                        "{cluster: a, prefix_rewrite: /x, regex_rewrite: {pattern: {regex: a}}}")))
        .hasMessageContaining("only one of prefix_rewrite, regex_rewrite, path_rewrite_policy");
  }

  @Test
  void refusesHeaderMutationsOfPathAndHost() {
    String mutation = "request_headers_to_add: [{header: {key: '%s', value: x}}]";
    assertThatThrownBy(() -> table(mutation.formatted(":path")))
        .hasMessageStartingWith("request_headers_to_add[0].header.key: :path");
    assertThatThrownBy(() -> table(mutation.formatted("Host")))
        .hasMessageStartingWith("request_headers_to_add[0].header.key: Host");
    assertThatThrownBy(
            () ->
                table(
                    "response_headers_to_add: [{append: true, append_action: ADD_IF_ABSENT, header:"
                        + " {key: a}}]"))
        .hasMessageContaining("append or append_action, not both");
  }

  @Test
  void readsBodiesFromFilesUpToTheLimit() throws Exception {
    Path body = Files.writeString(folder.resolve("body"), "x".repeat(4096));
    String route =
        "- {match: {prefix: /}, direct_response: {status: 200, body: {filename: '" + body + "'}}}";

    Route found = Tables.find(routes(route), Tables.get("/"));
    assertThat(found).isNotNull();
    assertThat(((DirectResponse) found.action()).body()).hasSize(4096);

    Files.writeString(body, "x".repeat(4097));
    assertThatThrownBy(() -> routes(route))
        .hasMessage(
            "virtual_hosts[0].routes[0].direct_response.body: 4097 bytes (expected: at most the"
                + " max_direct_response_body_size_bytes of 4096)");
  }

  private static void refuses(String yaml, String field) {
    var proto = ProtoYaml.parse(RouteConfiguration.getDefaultInstance(), yaml);
    assertThatThrownBy(() -> RouteTableConfig.SUPPORTED.check(proto))
        .hasMessageContaining(field)
        .hasMessageContaining("this proxy does not support the field");
  }

  private static String oneRoute(String action) {
    return "virtual_hosts: [{name: v, domains: ['*'], routes: [{match: {prefix: /}, route: "
        + action
        + "}]}]";
  }
}
