package mesh.proxy.cluster.lb.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.load_balancing_policies.random.v3.Random;
import java.util.List;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.Hosts;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LbPolicyContract;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;
import mesh.testkit.ScriptedRandom;
import org.junit.jupiter.api.Test;

class RandomPolicyTest extends LbPolicyContract<Random> {

  @Override
  protected LbPolicy<Random> policy() {
    return new RandomPolicy();
  }

  @Test
  void leavesItToChance() {
    List<Endpoint> hosts = Hosts.of(3);
    Picker picker =
        bind("", ScriptedRandom.of(2, 0, 2)).pickers().create(Candidates.of(hosts), stats);

    assertThat(picker.pick(0, 0)).isSameAs(hosts.get(2));
    assertThat(picker.pick(0, 0)).isSameAs(hosts.get(0));
    assertThat(picker.pick(0, 0)).isSameAs(hosts.get(2));
  }

  @Test
  void looksAtNoWeights() {
    List<Endpoint> hosts = Hosts.weighing(1, 100);

    assertThat(shares(picker(hosts, ""), 10_000).get(hosts.getFirst())).isBetween(4_500, 5_500);
  }
}
