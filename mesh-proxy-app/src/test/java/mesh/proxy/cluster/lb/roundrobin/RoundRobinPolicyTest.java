package mesh.proxy.cluster.lb.roundrobin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.cluster.lb.Hosts;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LbPolicyContract;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;
import org.junit.jupiter.api.Test;

class RoundRobinPolicyTest extends LbPolicyContract<RoundRobin> {

  @Override
  protected LbPolicy<RoundRobin> policy() {
    return new RoundRobinPolicy();
  }

  @Test
  void takesEqualHostsInTurn() {
    List<Endpoint> hosts = Hosts.of(3);
    Picker picker = picker(hosts, "");

    List<Endpoint> picked = picks(picker, 6);

    assertThat(picked.subList(0, 3)).containsExactlyInAnyOrderElementsOf(hosts);
    assertThat(picked.subList(3, 6)).isEqualTo(picked.subList(0, 3));
  }

  @Test
  void givesSharesExactlyByWeight() {
    List<Endpoint> hosts = Hosts.weighing(1, 2, 7);

    var shares = shares(picker(hosts, ""), 1000);

    assertThat(shares.get(hosts.get(0))).isBetween(99, 101);
    assertThat(shares.get(hosts.get(1))).isBetween(199, 201);
    assertThat(shares.get(hosts.get(2))).isBetween(699, 701);
  }

  @Test
  void spreadsTheTurnsOfAHeavyHost() {
    List<Endpoint> hosts = Hosts.weighing(2, 2, 4);

    List<Endpoint> picked = picks(picker(hosts, ""), 80);

    for (int at = 0; at + 4 <= picked.size(); at++) {
      assertThat(picked.subList(at, at + 4)).contains(hosts.get(2));
    }
  }

  @Test
  void beginsAnywhere() {
    List<Endpoint> hosts = Hosts.of(3);
    Picker picker =
        bind("", bound -> 2).pickers().create(mesh.proxy.cluster.lb.Candidates.of(hosts), stats);

    assertThat(picker.pick(0, 0)).isSameAs(hosts.get(2));
    assertThat(picker.pick(0, 0)).isSameAs(hosts.get(0));
  }

  @Test
  void readsSlowStartAndLocalities() {
    var balancing =
        bind(
            """
            slow_start_config { slow_start_window { seconds: 10 } }
            locality_lb_config { locality_weighted_lb_config {} }
            """);

    assertThat(balancing.slowStart()).isNotNull();
    assertThat(balancing.localityWeighted()).isTrue();
    assertThat(balancing.hashing()).isFalse();
  }

  @Test
  void refusesAnAggressionThatDoesNotGrow() {
    assertThatThrownBy(
            () ->
                bind(
                    """
                    slow_start_config {
                      slow_start_window { seconds: 10 }
                      aggression { default_value: 0 runtime_key: "a" }
                    }
                    """))
        .hasMessage("slow_start_config.aggression.default_value: 0.0 (expected: > 0)");
  }

  private static List<Endpoint> picks(Picker picker, int count) {
    List<Endpoint> picked = new ArrayList<>();
    for (int pick = 0; pick < count; pick++) {
      picked.add(picker.pick(0, 0));
    }
    return picked;
  }
}
