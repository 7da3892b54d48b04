package mesh.proxy.cluster.type.logicaldns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import mesh.proxy.cluster.FakeProxy;
import mesh.proxy.cluster.dns.DnsAnswer;
import mesh.proxy.cluster.dns.DnsFamily;
import mesh.proxy.endpoint.Endpoint;
import org.junit.jupiter.api.Test;

class LogicalDnsClusterFactoryTest {

  private static final String ENDPOINT =
      "lb_endpoints { endpoint { address { socket_address { address: 'a.test' port_value: 80 } } }"
          + " } ";
  private static final String CLUSTER =
      "type: LOGICAL_DNS dns_lookup_family: V4_ONLY load_assignment { cluster_name: 'backend' "
          + "endpoints { %s} }";

  private final FakeProxy proxy = new FakeProxy();

  @Test
  void aNameIsOneEndpoint() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1", "10.0.0.2");
    proxy.apply(CLUSTER.formatted(ENDPOINT));

    assertThat(proxy.backend().hosts()).hasToString("[10.0.0.1:80]");
    assertThat(proxy.backend().hosts().getFirst().hostname()).isEqualTo("a.test");
  }

  @Test
  void theEndpointMovesWithItsName() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    proxy.apply(CLUSTER.formatted(ENDPOINT));
    Endpoint host = proxy.backend().hosts().getFirst();

    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.7");
    proxy.loop.advance(Duration.ofSeconds(5));

    assertThat(proxy.backend().hosts()).containsExactly(host);
    assertThat(host).hasToString("10.0.0.7:80");
    assertThat(proxy.counter("membership_change")).isEqualTo(1);
  }

  @Test
  void aNameThatIsGoneKeepsItsAddress() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    proxy.apply(CLUSTER.formatted(ENDPOINT));

    proxy.dns.say("a.test", DnsFamily.V4_ONLY, DnsAnswer.NOBODY);
    proxy.loop.advance(Duration.ofSeconds(5));

    assertThat(proxy.backend().hosts()).hasToString("[10.0.0.1:80]");
    assertThat(proxy.counter("update_failure")).isEqualTo(1);
  }

  @Test
  void aNameThatWasNeverFoundDoesNotHoldTheStartUp() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, DnsAnswer.FAILED);
    proxy.apply(CLUSTER.formatted(ENDPOINT));

    assertThat(proxy.backend().hosts()).isEmpty();
  }

  @Test
  void otherAddressesOfBothFamiliesAreKept() {
    proxy.dns.say("a.test", DnsFamily.V6_ONLY, "::1");
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1");
    proxy.apply(CLUSTER.replace("V4_ONLY", "ALL").formatted(ENDPOINT));

    Endpoint host = proxy.backend().hosts().getFirst();
    assertThat(host.additionalAddresses()).hasToString("[/10.0.0.1:80]");
  }

  @Test
  void refusesTwoEndpoints() {
    assertThatThrownBy(() -> proxy.apply(CLUSTER.formatted(ENDPOINT + ENDPOINT)))
        .hasMessage(
            "load_assignment.endpoints: 1 localities with 2 endpoints"
                + " (expected: one locality with one endpoint)");
  }
}
