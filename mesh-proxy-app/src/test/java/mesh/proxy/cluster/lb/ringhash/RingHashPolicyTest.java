package mesh.proxy.cluster.lb.ringhash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.envoyproxy.envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash;
import java.net.InetSocketAddress;
import java.util.List;
import mesh.proxy.cluster.lb.Hosts;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LbPolicyContract;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;
import org.junit.jupiter.api.Test;

class RingHashPolicyTest extends LbPolicyContract<RingHash> {

  // Where Envoy puts 127.0.0.1:90 to :95 on a ring of 12, ascending.
  private static final String[] POINTS = {
    "833437586790550860",
    "928266305478181108",
    "1033482794131418490",
    "3551244743356806947",
    "3851675632748031481",
    "5583722120771150861",
    "6311230543546372928",
    "7700377290971790572",
    "13144177310400110813",
    "13444792449719432967",
    "15516499411664133160",
    "16117243373044804889"
  };
  private static final int[] PORTS = {94, 92, 90, 95, 93, 91, 91, 93, 95, 92, 94, 90};

  @Override
  protected LbPolicy<RingHash> policy() {
    return new RingHashPolicy();
  }

  @Test
  void putsHostsWhereEnvoyPutsThem() {
    Picker picker = picker(Hosts.onPorts(90, 6), "minimum_ring_size { value: 12 }");

    for (int at = 0; at < POINTS.length; at++) {
      long point = Long.parseUnsignedLong(POINTS[at]);
      assertThat(port(picker.pick(point, 0))).as(POINTS[at]).isEqualTo(PORTS[at]);
      assertThat(port(picker.pick(point + 1, 0)))
          .as("behind %s", POINTS[at])
          .isEqualTo(PORTS[(at + 1) % PORTS.length]);
    }
  }

  @Test
  void aRefusedHostGivesWayToTheNextPoint() {
    Picker picker = picker(Hosts.onPorts(90, 6), "minimum_ring_size { value: 12 }");

    assertThat(port(picker.pick(0, 0))).isEqualTo(94);
    assertThat(port(picker.pick(0, 1))).isEqualTo(92);
    assertThat(port(picker.pick(0, 12))).isEqualTo(94);
  }

  @Test
  void givesSharesByWeight() {
    List<Endpoint> hosts = Hosts.weighing(1, 3);

    assertThat((double) shares(picker(hosts, ""), 10_000).get(hosts.get(1)))
        .isCloseTo(7_500, within(700.0));
  }

  @Test
  void aSmallShareStillGetsAWholePoint() {
    picker(Hosts.weighing(1, 2), "minimum_ring_size { value: 4 }");

    var ring = stats.scope("ring_hash_lb");
    assertThat(ring.gauge("size").value()).isEqualTo(6); // 2 for the third part, 4 for the rest
    assertThat(ring.gauge("min_hashes_per_host").value()).isEqualTo(2);
    assertThat(ring.gauge("max_hashes_per_host").value()).isEqualTo(4);
  }

  @Test
  void theRingGrowsNoLargerThanAllowed() {
    picker(
        Hosts.weighing(1, 500), "minimum_ring_size { value: 2 } maximum_ring_size { value: 64 }");

    assertThat(stats.scope("ring_hash_lb").gauge("size").value()).isEqualTo(64);
  }

  @Test
  void murmurIsWhatTheStandardLibraryComputes() {
    // std::hash<std::string>{}("") of GNU libstdc++.
    assertThat(Long.toUnsignedString(MurmurHash2.hash(""))).isEqualTo("6142509188972423790");
  }

  @Test
  void aBoundKeepsAnyHostFromMoreThanItsPart() {
    List<Endpoint> hosts = Hosts.of(4);
    Picker picker =
        picker(hosts, "consistent_hashing_lb_config { hash_balance_factor { value: 125 } }");

    for (int request = 0; request < 40; request++) {
      picker.pick(7, 0).requestStarted();
    }

    assertThat(hosts).allSatisfy(host -> assertThat(host.activeRequests()).isLessThanOrEqualTo(13));
  }

  @Test
  void withoutABoundOneHashGoesToOneHost() {
    List<Endpoint> hosts = Hosts.of(4);
    Picker picker = picker(hosts, "");
    for (int request = 0; request < 40; request++) {
      picker.pick(7, 0).requestStarted();
    }

    assertThat(hosts).anySatisfy(host -> assertThat(host.activeRequests()).isEqualTo(40));
  }

  @Test
  void refusesAMinimumAboveTheMaximum() {
    assertThatThrownBy(
            () -> bind("minimum_ring_size { value: 20 } maximum_ring_size { value: 10 }"))
        .hasMessage("minimum_ring_size: 20 (expected: at most maximum_ring_size, 10)");
  }

  @Test
  void refusesARingThatIsTooLarge() {
    assertThatThrownBy(() -> bind("maximum_ring_size { value: 8388609 }"))
        .hasMessage("maximum_ring_size: 8388609 (expected: 1..8388608)");
  }

  private static int port(Endpoint host) {
    return ((InetSocketAddress) host.address()).getPort();
  }
}
