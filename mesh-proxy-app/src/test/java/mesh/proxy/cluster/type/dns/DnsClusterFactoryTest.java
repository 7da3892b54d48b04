package mesh.proxy.cluster.type.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import mesh.proxy.cluster.FakeProxy;
import mesh.proxy.cluster.dns.DnsFamily;
import org.junit.jupiter.api.Test;

class DnsClusterFactoryTest {

  private final FakeProxy proxy = new FakeProxy();

  @Test
  void isStrictUnlessToldOtherwise() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1", "10.0.0.2");
    proxy.apply(cluster("dns_lookup_family: V4_ONLY dns_refresh_rate { seconds: 7 }"));

    assertThat(proxy.backend().hosts()).hasSize(2);
    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void canBeLogical() {
    proxy.dns.say("a.test", DnsFamily.V4_ONLY, "10.0.0.1", "10.0.0.2");
    proxy.apply(cluster("dns_lookup_family: V4_ONLY all_addresses_in_single_endpoint: true"));

    assertThat(proxy.backend().hosts()).hasSize(1);
  }

  @Test
  void refusesABackOffThatShrinks() {
    assertThatThrownBy(
            () ->
                proxy.apply(
                    cluster(
                        "dns_failure_refresh_rate { base_interval { seconds: 5 }"
                            + " max_interval { seconds: 1 } }")))
        .hasMessage(
            "cluster_type.typed_config.dns_failure_refresh_rate.max_interval: PT1S"
                + " (expected: at least base_interval, PT5S)");
  }

  private static String cluster(String settings) {
    return "cluster_type { name: 'x' typed_config { "
        + "[type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster] { "
        + settings
        + " } } } load_assignment { cluster_name: 'backend' endpoints { lb_endpoints { endpoint {"
        + " address { socket_address { address: 'a.test' port_value: 80 } } } } } }";
  }
}
