package mesh.proxy.cluster.lb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Expected numbers are the tables of Envoy's page on priority levels. */
class PriorityLoadTest {

  @Test
  void aHealthyFirstPriorityTakesAll() {
    assertThat(healthy(load(100, 100))).containsExactly(100, 0);
  }

  @Test
  void whatIsMissingGoesToTheNext() {
    assertThat(healthy(load(71, 100))).containsExactly(71, 29);
    assertThat(healthy(load(0, 100))).containsExactly(0, 100);
    assertThat(healthy(load(20, 70, 100))).containsExactly(20, 70, 10);
  }

  @Test
  void tooLittleInAllIsScaledUp() {
    assertThat(healthy(load(35, 35))).containsExactly(50, 50);
    assertThat(healthy(load(25, 25, 0))).containsExactly(50, 50, 0);
  }

  @Test
  void theFirstTakesWhatRoundingLeaves() {
    assertThat(healthy(load(33, 33, 33))).containsExactly(34, 33, 33);
    assertThat(healthy(load(0, 30, 60))).containsExactly(0, 34, 66);
  }

  @Test
  void degradedHostsTakeWhatHealthyOnesCannot() {
    var load = PriorityLoad.of(new int[] {25, 0}, new int[] {50, 100}, new int[] {4, 4});

    assertThat(load.healthy(0)).isEqualTo(25);
    assertThat(load.degraded(0)).isEqualTo(50);
    assertThat(load.degraded(1)).isEqualTo(25);
  }

  @Test
  void onlyDegradedHostsTakeTheRestOfRoundingToo() {
    var load = PriorityLoad.of(new int[] {0, 0}, new int[] {30, 60}, new int[] {4, 4});

    assertThat(load.degraded(0)).isEqualTo(34);
    assertThat(load.degraded(1)).isEqualTo(66);
  }

  @Test
  void ifNobodyServesHostsCount() {
    var load = PriorityLoad.of(new int[] {0, 0, 0}, new int[] {0, 0, 0}, new int[] {0, 1, 2});

    assertThat(healthy(load)).containsExactly(0, 34, 66);
  }

  @Test
  void withoutAnyHostTheFirstPriorityIsChosen() {
    var load = PriorityLoad.of(new int[] {0, 0}, new int[] {0, 0}, new int[] {0, 0});

    assertThat(healthy(load)).containsExactly(100, 0);
  }

  @Test
  void drawsPrioritiesByShare() {
    var load = PriorityLoad.of(new int[] {60, 0}, new int[] {0, 40}, new int[] {1, 1});

    assertThat(load.choose(0)).isZero();
    assertThat(load.choose(59)).isZero();
    assertThat(load.choose(60)).isEqualTo(~1);
    assertThat(load.choose(99)).isEqualTo(~1);
    assertThat(load.choose(100)).isZero();
    assertThat(load.choose(-1)).isZero(); // 2^64 - 1 is 15 below a hundred
  }

  @Test
  void excludedPrioritiesGetNothing() {
    PriorityLoad load = load(100, 60, 60);

    assertThat(healthy(load.without(new boolean[] {true}))).containsExactly(0, 60, 40);
    assertThat(healthy(load.without(new boolean[] {true, true, false}))).containsExactly(0, 0, 100);
  }

  @Test
  void excludingAllExcludesNone() {
    PriorityLoad load = load(100, 100);

    assertThat(load.without(new boolean[] {true, true})).isSameAs(load);
  }

  private static PriorityLoad load(int... healthy) {
    var hosts = new int[healthy.length];
    java.util.Arrays.fill(hosts, 10);
    return PriorityLoad.of(healthy, new int[healthy.length], hosts);
  }

  private static int[] healthy(PriorityLoad load) {
    var shares = new int[load.priorities()];
    for (int priority = 0; priority < shares.length; priority++) {
      shares[priority] = load.healthy(priority);
    }
    return shares;
  }
}
