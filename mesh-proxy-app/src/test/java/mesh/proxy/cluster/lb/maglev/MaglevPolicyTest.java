package mesh.proxy.cluster.lb.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.envoyproxy.envoy.extensions.load_balancing_policies.maglev.v3.Maglev;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mesh.proxy.cluster.lb.Hosts;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LbPolicyContract;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;
import org.junit.jupiter.api.Test;

class MaglevPolicyTest extends LbPolicyContract<Maglev> {

  @Override
  protected LbPolicy<Maglev> policy() {
    return new MaglevPolicy();
  }

  @Test
  void fillsTheTableAsEnvoyDoes() {
    Picker picker = picker(Hosts.onPorts(90, 6), "table_size { value: 7 }");

    assertThat(IntStream.range(0, 7).map(hash -> port(picker.pick(hash, 0))))
        .containsExactly(92, 94, 90, 91, 95, 90, 93);
  }

  @Test
  void theOrderOfHostsDoesNotMatter() {
    List<Endpoint> hosts = Hosts.of(50);
    List<Endpoint> reversed = new ArrayList<>(hosts);
    Collections.reverse(reversed);

    assertThat(disagreements(picker(hosts, ""), picker(reversed, ""))).isZero();
  }

  @Test
  void aHostThatLeavesTakesLittleElseAlong() {
    List<Endpoint> hosts = Hosts.of(20);

    int moved = disagreements(picker(hosts, ""), picker(hosts.subList(0, 19), ""));

    assertThat(moved).isBetween(400, 700); // 500 of 10,000 had to move
  }

  @Test
  void givesSharesByWeight() {
    List<Endpoint> hosts = Hosts.weighing(1, 3);

    assertThat((double) shares(picker(hosts, ""), 10_000).get(hosts.get(1)))
        .isCloseTo(7_500, within(200.0));
  }

  @Test
  void aRefusedHostGivesWayToAnother() {
    List<Endpoint> hosts = Hosts.of(10);
    Picker picker = picker(hosts, "");

    assertThat(IntStream.range(0, 20).mapToObj(attempt -> picker.pick(42, attempt)).distinct())
        .hasSizeGreaterThan(4);
  }

  @Test
  void hostsCanBeKnownByNameOrByKey() {
    List<Endpoint> here = List.of(Hosts.host(1, 1), Hosts.host(2, 1));
    List<Endpoint> moved = List.of(Hosts.host(301, 1, Map.of()), Hosts.host(302, 1, Map.of()));
    List<Endpoint> keyed =
        List.of(
            Hosts.host(401, 1, Map.of("hash_key", "10.0.0.1:80")),
            Hosts.host(402, 1, Map.of("hash_key", "10.0.0.2:80")));
    Picker byAddress = picker(here, "");

    assertThat(agreesWith(byAddress, picker(keyed, ""), here, keyed)).isTrue();
    assertThat(agreesWith(byAddress, picker(moved, ""), here, moved)).isFalse();
  }

  @Test
  void saysHowEvenTheTableIs() {
    picker(Hosts.of(3), "table_size { value: 7 }");

    assertThat(stats.scope("maglev_lb").gauge("min_entries_per_host").value()).isEqualTo(2);
    assertThat(stats.scope("maglev_lb").gauge("max_entries_per_host").value()).isEqualTo(3);
  }

  @Test
  void refusesASizeThatIsNotPrime() {
    assertThatThrownBy(() -> bind("table_size { value: 65536 }"))
        .hasMessage("table_size: 65536 (expected: a prime number up to 5000011)");
  }

  @Test
  void refusesABoundBelowTheAverage() {
    assertThatThrownBy(
            () -> bind("consistent_hashing_lb_config { hash_balance_factor { value: 99 } }"))
        .hasMessage(
            "consistent_hashing_lb_config.hash_balance_factor: 99 (expected: 100..2147483647)");
  }

  private static int port(Endpoint host) {
    return ((InetSocketAddress) host.address()).getPort();
  }

  private static int disagreements(Picker one, Picker other) {
    int differ = 0;
    for (int hash = 0; hash < 10_000; hash++) {
      differ += one.pick(hash * 7919L, 0) == other.pick(hash * 7919L, 0) ? 0 : 1;
    }
    return differ;
  }

  private static boolean agreesWith(
      Picker one, Picker other, List<Endpoint> ones, List<Endpoint> others) {
    return IntStream.range(0, 1000)
        .allMatch(hash -> ones.indexOf(one.pick(hash, 0)) == others.indexOf(other.pick(hash, 0)));
  }
}
