package mesh.proxy.cluster.lb.leastrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest;
import java.util.List;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.Hosts;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LbPolicyContract;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;
import mesh.testkit.ScriptedRandom;
import org.junit.jupiter.api.Test;

class LeastRequestPolicyTest extends LbPolicyContract<LeastRequest> {

  private final List<Endpoint> hosts = Hosts.of(3);
  private final Endpoint idle = hosts.get(0);
  private final Endpoint busy = hosts.get(1);
  private final Endpoint busiest = hosts.get(2);

  LeastRequestPolicyTest() {
    busy.requestStarted();
    busiest.requestStarted();
    busiest.requestStarted();
  }

  @Override
  protected LbPolicy<LeastRequest> policy() {
    return new LeastRequestPolicy();
  }

  @Test
  void picksTheLessBusyOfTwo() {
    assertThat(pickerDrawing("", 0, 1).pick(0, 0)).isSameAs(idle);
    assertThat(pickerDrawing("", 1, 0).pick(0, 0)).isSameAs(idle);
    assertThat(pickerDrawing("", 2, 1).pick(0, 0)).isSameAs(busy);
  }

  @Test
  void firstDrawnWinsATie() {
    idle.requestStarted();

    assertThat(pickerDrawing("", 1, 0).pick(0, 0)).isSameAs(busy);
  }

  @Test
  void drawsAsOftenAsIsSaid() {
    assertThat(pickerDrawing("choice_count { value: 3 }", 2, 1, 0).pick(0, 0)).isSameAs(idle);
  }

  @Test
  void looksAtAllIfToldTo() {
    assertThat(picker(hosts, "selection_method: FULL_SCAN").pick(0, 0)).isSameAs(idle);
  }

  @Test
  void leavesEqualsToChanceWhenItLooksAtAll() {
    var equals = Hosts.of(3);

    assertThat(shares(picker(equals, "selection_method: FULL_SCAN"), 3_000).values())
        .allSatisfy(picks -> assertThat(picks).isBetween(850, 1_150));
  }

  @Test
  void idleHostsGetSharesByWeight() {
    var weighted = Hosts.weighing(1, 3);

    var shares = shares(picker(weighted, ""), 1000);

    assertThat(shares.get(weighted.get(0))).isBetween(249, 251);
  }

  @Test
  void aBusyHostGetsLessThanItsWeight() {
    var weighted = Hosts.weighing(1, 3);
    for (int request = 0; request < 30; request++) {
      weighted.get(1).requestStarted();
    }

    var shares = shares(picker(weighted, ""), 1000);

    assertThat(shares.get(weighted.get(1))).isLessThan(650);
  }

  @Test
  void withoutBiasLoadDoesNotMatter() {
    var weighted = Hosts.weighing(1, 3);
    for (int request = 0; request < 30; request++) {
      weighted.get(1).requestStarted();
    }

    var shares =
        shares(picker(weighted, "active_request_bias { default_value: 0 runtime_key: 'x' }"), 1000);

    assertThat(shares.get(weighted.get(1))).isBetween(749, 751);
  }

  @Test
  void refusesOneChoice() {
    assertThatThrownBy(() -> bind("choice_count { value: 1 }"))
        .hasMessage("choice_count: 1 (expected: >= 2)");
  }

  @Test
  void refusesANegativeBias() {
    assertThatThrownBy(() -> bind("active_request_bias { default_value: -1 runtime_key: 'x' }"))
        .hasMessage("active_request_bias.default_value: -1.0 (expected: >= 0)");
  }

  private Picker pickerDrawing(String config, int... indexes) {
    return bind(config, ScriptedRandom.of(indexes)).pickers().create(Candidates.of(hosts), stats);
  }
}
