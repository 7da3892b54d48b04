package mesh.proxy.listener.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import java.net.InetSocketAddress;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.connection.ConnectionInfo;
import org.junit.jupiter.api.Test;

class FilterChainMatcherTest {

  private final FilterChainMatcher<String> matcher = new FilterChainMatcher<>();

  @Test
  void prefersTheDestinationPort() {
    add("any", "");
    add("port", "destination_port { value: 443 }");

    assertThat(find("10.0.0.1", 443, "8.8.8.8", 1)).isEqualTo("port");
    assertThat(find("10.0.0.1", 80, "8.8.8.8", 1)).isEqualTo("any");
  }

  @Test
  void prefersTheSmallestNetwork() {
    add("all", "prefix_ranges { address_prefix: '0.0.0.0' prefix_len { value: 0 } }");
    add("ten", "prefix_ranges { address_prefix: '10.9.9.9' prefix_len { value: 8 } }");
    add("host", "prefix_ranges { address_prefix: '10.0.0.1' prefix_len { value: 32 } }");
    add("six", "prefix_ranges { address_prefix: 'fd00::' prefix_len { value: 8 } }");

    assertThat(find("10.0.0.1", 1, "8.8.8.8", 1)).isEqualTo("host");
    assertThat(find("10.0.0.2", 1, "8.8.8.8", 1)).isEqualTo("ten");
    assertThat(find("11.0.0.1", 1, "8.8.8.8", 1)).isEqualTo("all");
    assertThat(find("fd00::1", 1, "8.8.8.8", 1)).isEqualTo("six");
    assertThat(find("fe00::1", 1, "8.8.8.8", 1)).isNull();
  }

  @Test
  void prefersTheExactServerNameThenTheLongestWildcard() {
    add("exact", "server_names: 'www.Example.com'");
    add("near", "server_names: '*.example.com'");
    add("far", "server_names: '*.com'");
    add("none", "");

    assertThat(named("www.example.com")).isEqualTo("exact");
    assertThat(named("api.example.com")).isEqualTo("near");
    assertThat(named("a.b.example.com")).isEqualTo("near");
    assertThat(named("example.com")).isEqualTo("far");
    assertThat(named("example.org")).isEqualTo("none");
    assertThat(named("")).isEqualTo("none");
  }

  @Test
  void neverGoesBackToALessSpecificServerName() {
    add("plain", "server_names: 'a.test' transport_protocol: 'raw_buffer'");
    add("tls", "transport_protocol: 'tls'");

    var info = info("10.0.0.1", 1, "8.8.8.8", 1);
    info.serverName("a.test");
    info.transportProtocol("tls");

    assertThat(matcher.find(info)).isNull();
  }

  @Test
  void takesTheFirstProtocolThatTheClientOffers() {
    add("one", "application_protocols: 'http/1.1'");
    add("two", "application_protocols: 'h2'");
    add("other", "");

    assertThat(offering("h2", "http/1.1")).isEqualTo("two");
    assertThat(offering("http/1.1", "h2")).isEqualTo("one");
    assertThat(offering("acme")).isEqualTo("other");
  }

  @Test
  void looksAtTheSourceLast() {
    add("local", "source_type: SAME_IP_OR_LOOPBACK");
    add(
        "range",
        "source_type: EXTERNAL source_prefix_ranges { address_prefix: '8.0.0.0' prefix_len { value:"
            + " 8 } }");
    add("port", "source_type: EXTERNAL source_ports: [7]");

    assertThat(find("10.0.0.1", 1, "127.0.0.1", 9)).isEqualTo("local");
    assertThat(find("10.0.0.1", 1, "10.0.0.1", 9)).isEqualTo("local");
    assertThat(find("10.0.0.1", 1, "8.8.8.8", 9)).isEqualTo("range");
    assertThat(find("10.0.0.1", 1, "9.9.9.9", 7)).isEqualTo("port");
    assertThat(find("10.0.0.1", 1, "9.9.9.9", 8)).isNull();
  }

  @Test
  void looksAtTheSocketsPeerBehindAProxy() {
    add(
        "proxied",
        "direct_source_prefix_ranges { address_prefix: '10.1.0.0' prefix_len { value: 16 } }");

    var info = info("10.0.0.1", 1, "10.1.2.3", 1);
    info.remote(new InetSocketAddress("8.8.8.8", 1));

    assertThat(matcher.find(info)).isEqualTo("proxied");
  }

  @Test
  void saysWhenTwoChainsWantTheSamePlace() {
    assertThat(matcher.add(match("source_ports: [1, 2]"), "one")).isTrue();
    assertThat(matcher.add(match("source_ports: [3]"), "two")).isTrue();
    assertThat(matcher.add(match("source_ports: [2, 4]"), "three")).isFalse();
  }

  @Test
  void refusesNamesWithAStarInside() {
    for (String name : List.of("*", "*w.test", "www.*.test", "*.", "")) {
      assertThatThrownBy(() -> match("server_names: '" + name + "'"))
          .as(name)
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageStartingWith("server_names[0]: ");
    }
  }

  private void add(String chain, String match) {
    assertThat(matcher.add(match(match), chain)).isTrue();
  }

  private static FilterChainMatchConfig match(String text) {
    try {
      return FilterChainMatchConfig.parse(TextFormat.parse(text, FilterChainMatch.class));
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private String find(String local, int port, String remote, int remotePort) {
    return matcher.find(info(local, port, remote, remotePort));
  }

  private String named(String serverName) {
    var info = info("10.0.0.1", 1, "8.8.8.8", 1);
    info.serverName(serverName);
    return matcher.find(info);
  }

  private String offering(String... protocols) {
    var info = info("10.0.0.1", 1, "8.8.8.8", 1);
    info.offeredProtocols(List.of(protocols));
    return matcher.find(info);
  }

  private static ConnectionInfo info(String local, int port, String remote, int remotePort) {
    return new ConnectionInfo(
        new InetSocketAddress(local, port), new InetSocketAddress(remote, remotePort));
  }
}
