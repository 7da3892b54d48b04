package mesh.proxy.route.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.hash.XxHash64;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class HashPoliciesTest {

  private final List<String> made = new ArrayList<>();
  private final Headers head = Headers.request("GET", "http", "h", "/p?q=v");
  private final StreamInfo info =
      new StreamInfo(
          new ConnectionInfo(
              new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("10.0.0.2", 99)),
          0,
          0);

  @Test
  void hashesWhatEachPolicyNames() {
    head.add("x-user", "ann").add("cookie", "a=1; session=\"s1\"");
    info.filterState().put("k", "state");

    assertThat(hash("{header: {header_name: X-User}}")).isEqualTo(XxHash64.hash("ann"));
    assertThat(hash("{cookie: {name: session}}")).isEqualTo(XxHash64.hash("s1"));
    assertThat(hash("{connection_properties: {source_ip: true}}"))
        .isEqualTo(XxHash64.hash("10.0.0.2"));
    assertThat(hash("{query_parameter: {name: q}}")).isEqualTo(XxHash64.hash("v"));
    assertThat(hash("{filter_state: {key: k}}")).isEqualTo(XxHash64.hash("state"));
    assertThat(made).isEmpty();
  }

  @Test
  void hashesNothingOfWhatIsMissing() {
    assertThat(
            hash(
                "{header: {header_name: X-User}}, {cookie: {name: session}}, {query_parameter:"
                    + " {name: x}}, {filter_state: {key: k}}, {connection_properties: {}}"))
        .isEqualTo(HashPolicies.NO_HASH);
  }

  @Test
  void combinesPoliciesAndStopsAtATerminalOne() {
    head.add("a", "1").add("b", "2");
    long first = XxHash64.hash("1");
    long second = XxHash64.hash("2");

    assertThat(hash("{header: {header_name: a}}, {header: {header_name: b}}"))
        .isEqualTo(Long.rotateLeft(first, 1) ^ second);
    assertThat(hash("{header: {header_name: a}, terminal: true}, {header: {header_name: b}}"))
        .isEqualTo(first);
    assertThat(hash("{header: {header_name: x}, terminal: true}, {header: {header_name: b}}"))
        .isEqualTo(second);
  }

  @Test
  void hashesSeveralFieldsInAnyOrder() {
    head.add("a", "1").add("a", "2");
    long hash = hash("{header: {header_name: a}}");
    head.remove("a");
    head.add("a", "2").add("a", "1");

    assertThat(hash("{header: {header_name: a}}")).isEqualTo(hash);
  }

  @Test
  void rewritesTheHeaderBeforeItHashes() {
    head.add("a", "user-17");

    assertThat(
            hash(
                "{header: {header_name: a, regex_rewrite: {pattern: {regex: '-.*'}, substitution:"
                    + " ''}}}"))
        .isEqualTo(XxHash64.hash("user"));
  }

  @Test
  void makesACookieForClientsWithoutOne() {
    long hash =
        hash(
            "{cookie: {name: c, ttl: 60s, path: /p, attributes: [{name: SameSite, value: Strict},"
                + " {name: Secure}]}}");

    assertThat(made)
        .singleElement()
        .asString()
        .matches("c=\"[0-9a-f]+\"; Max-Age=60; Path=/p; SameSite=Strict; Secure; HttpOnly");
    head.add("cookie", made.getFirst().substring(0, made.getFirst().indexOf(';')));
    assertThat(hash("{cookie: {name: c, ttl: 60s}}")).isEqualTo(hash);
    assertThat(made).hasSize(1);
  }

  @Test
  void makesCookiesThatLastAsLongAsTheBrowser() {
    hash("{cookie: {name: c, ttl: 0s}}");

    assertThat(made).singleElement().asString().matches("c=\"[0-9a-f]+\"; HttpOnly");
  }

  @Test
  void refusesPoliciesWithoutAName() {
    assertThatThrownBy(() -> hash("{cookie: {}}"))
        .hasMessage("[0].cookie.name:  (expected: at least one character)");
    assertThatThrownBy(() -> hash("{terminal: true}"))
        .hasMessageStartingWith("[0].policy_specifier: null (expected: one of header, cookie");
  }

  private long hash(String policies) {
    var proto =
        ProtoYaml.parse(RouteAction.getDefaultInstance(), "hash_policy: [" + policies + "]");
    return HashConfig.parse(proto.getHashPolicyList()).hash(head, info, made::add);
  }
}
