package mesh.proxy.cluster.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrideTest {

  @Test
  void evenTurnsFollowTheOrder() {
    Stride turns = Stride.even(3, 1);

    assertThat(IntStream.range(0, 6).map(at -> turns.next())).containsExactly(1, 2, 0, 1, 2, 0);
  }

  @Test
  void aWholeCycleGivesEachItsWeight() {
    Stride turns = Stride.weighted(new double[] {1, 5, 10}, 0);

    int[] counts = counts(turns, 3, 160);

    assertThat(counts).containsExactly(10, 50, 100);
  }

  @Test
  void fractionsCountToo() {
    int[] counts = counts(Stride.weighted(new double[] {0.25, 0.75}, 0), 2, 10_000);

    assertThat(counts[0]).isBetween(2_490, 2_510);
  }

  @Test
  void whatHasNoWeightNeverHasATurn() {
    assertThat(counts(Stride.weighted(new double[] {0, 1}, 0), 2, 100)).containsExactly(0, 100);
  }

  @Test
  void aTinyWeightIsNotForgotten() {
    assertThat(counts(Stride.weighted(new double[] {1, 4_000_000_000.0}, 0), 2, 200_000)[0])
        .isPositive();
  }

  @Test
  void goesOnWhenTheCounterWraps() {
    assertThat(counts(Stride.weighted(new double[] {1, 2}, -3), 2, 3_000)[0]).isBetween(999, 1001);
    assertThat(counts(Stride.even(2, -3), 2, 3_000)[0]).isBetween(1_499, 1_501);
  }

  private static int[] counts(Stride turns, int size, int picks) {
    var counts = new int[size];
    for (int pick = 0; pick < picks; pick++) {
      counts[turns.next()]++;
    }
    return counts;
  }
}
