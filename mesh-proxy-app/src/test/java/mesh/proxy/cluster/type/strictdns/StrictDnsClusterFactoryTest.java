package mesh.proxy.cluster.type.strictdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import mesh.proxy.cluster.FakeProxy;
import mesh.proxy.cluster.dns.DnsAnswer;
import mesh.proxy.cluster.dns.DnsFamily;
import mesh.proxy.cluster.dns.FakeDns;
import mesh.proxy.endpoint.Endpoint;
import org.junit.jupiter.api.Test;

class StrictDnsClusterFactoryTest {

  private final FakeProxy proxy = new FakeProxy();

  @Test
  void everyAddressIsAnEndpoint() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1", "10.0.0.2");
    apply("a.test");

    assertThat(hosts()).containsExactly("10.0.0.1:80", "10.0.0.2:80");
    assertThat(proxy.backend().hosts())
        .allSatisfy(h -> assertThat(h.hostname()).isEqualTo("a.test"));
    assertThat(proxy.counter("update_attempt")).isEqualTo(1);
    assertThat(proxy.counter("update_success")).isEqualTo(1);
  }

  @Test
  void theClusterWaitsForEveryName() {
    apply("a.test", "b.test");
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    assertThat(proxy.clusters.get("backend")).isNull();

    proxy.dns.say("b.test", DnsFamily.V4_ONLY, DnsAnswer.FAILED);

    assertThat(hosts()).containsExactly("10.0.0.1:80");
    assertThat(proxy.counter("update_failure")).isEqualTo(1);
  }

  @Test
  void namesAreAskedForAgain() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    apply("a.test");
    Endpoint first = proxy.backend().hosts().getFirst();

    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1", "10.0.0.3");
    proxy.loop.advance(Duration.ofSeconds(5));

    assertThat(hosts()).containsExactly("10.0.0.1:80", "10.0.0.3:80");
    assertThat(proxy.backend().hosts().getFirst()).isSameAs(first);
  }

  @Test
  void failuresKeepTheLastGoodAnswer() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    apply("a.test");

    proxy.dns.say("a.test", DnsFamily.V4_ONLY, DnsAnswer.FAILED);
    proxy.loop.advance(Duration.ofSeconds(5));

    assertThat(hosts()).containsExactly("10.0.0.1:80");
    assertThat(proxy.counter("update_failure")).isEqualTo(1);
  }

  @Test
  void aNameThatIsGoneLeavesNoEndpoints() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    apply("a.test");

    proxy.dns.say("a.test", DnsFamily.V4_ONLY, DnsAnswer.NOBODY);
    proxy.loop.advance(Duration.ofSeconds(5));

    assertThat(hosts()).isEmpty();
    assertThat(proxy.counter("update_success")).isEqualTo(2);
  }

  @Test
  void theAnswerMaySayHowLongItHolds() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, FakeDns.answer(Duration.ofSeconds(42), "10.0.0.1"));
    proxy.apply("respect_dns_ttl: true " + cluster("a.test"));

    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void anAddressNeedsNoLookUp() {
    apply("10.0.0.9");

    assertThat(hosts()).containsExactly("10.0.0.9:80");
    assertThat(proxy.dns.questions()).isEmpty();
  }

  @Test
  void autoPrefersIpv6() {
    proxy.dns.say("a.test", DnsFamily.V6_ONLY, "::1");
    proxy.apply(cluster("a.test").replace("V4_ONLY", "AUTO"));
    assertThat(hosts()).containsExactly("[0:0:0:0:0:0:0:1]:80");
    assertThat(proxy.dns.questions()).containsExactly("a.test V6_ONLY");

    proxy.dns.say("a.test", DnsFamily.V6_ONLY, DnsAnswer.NOBODY);
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    proxy.loop.advance(Duration.ofSeconds(5));

    assertThat(hosts()).containsExactly("10.0.0.1:80");
  }

  @Test
  void allMeansBothFamilies() {
    proxy.dns.say("a.test", DnsFamily.V6_ONLY, "::1");
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    proxy.apply(cluster("a.test").replace("V4_ONLY", "ALL"));

    assertThat(hosts()).containsExactly("[0:0:0:0:0:0:0:1]:80", "10.0.0.1:80");
  }

  @Test
  void readsWhomToAsk() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    proxy.apply(
        """
        typed_dns_resolver_config { name: "x" typed_config {
          [type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig] {
            resolvers { socket_address { address: "10.9.9.9" port_value: 53 } }
            dns_resolver_options { no_default_search_domain: true }
            query_tries { value: 2 } query_timeout_seconds { value: 1 } rotate_nameservers: true } } }
        """
            + cluster("a.test"));

    var servers = proxy.dns.asked();
    assertThat(servers.addresses()).hasToString("[/10.9.9.9:53]");
    assertThat(servers.searchDomains()).isFalse();
    assertThat(servers.tries()).isEqualTo(2);
    assertThat(servers.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(servers.rotate()).isTrue();
  }

  @Test
  void refusesResolversThatAreNames() {
    assertThatThrownBy(
            () ->
                proxy.apply(
                    "dns_resolvers { socket_address { address: 'ns' port_value: 53 } } "
                        + cluster("a.test")))
        .hasMessageContaining("dns_resolvers[0]:")
        .hasMessageContaining("(expected: an IP address)");
  }

  @Test
  void refusesTcpLookUps() {
    assertThatThrownBy(() -> proxy.apply("use_tcp_for_dns_lookups: true " + cluster("a.test")))
        .hasMessageContaining("use_tcp_for_dns_lookups: true (expected: nothing");
  }

  private void apply(String... names) {
    proxy.apply(cluster(names));
  }

  private List<String> hosts() {
    return proxy.backend().hosts().stream().map(Endpoint::toString).toList();
  }

  private static String cluster(String... names) {
    var endpoints = new StringBuilder();
    for (String name : names) {
      endpoints.append(
          "lb_endpoints { endpoint { address { socket_address { address: '%s' port_value: 80 } } } } "
              .formatted(name));
    }
    return "type: STRICT_DNS dns_lookup_family: V4_ONLY "
        + "load_assignment { cluster_name: 'backend' endpoints { "
        + endpoints
        + "} }";
  }
}
