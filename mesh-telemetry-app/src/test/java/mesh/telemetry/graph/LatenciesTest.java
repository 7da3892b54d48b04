package mesh.telemetry.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void findsQuantilesWithinAFewPercent() {
    var latencies = new Latencies();
    for (int i = 1; i <= 100_000; i++) {
      latencies.add(i);
    }

    assertThat(latencies.quantile(0.5)).isCloseTo(50_000, Percentage.withPercentage(7));
    assertThat(latencies.quantile(0.99)).isCloseTo(99_000, Percentage.withPercentage(7));
    assertThat(latencies.total()).isEqualTo(100_000);
  }

  @Test
  void isExactWhereItIsSmall() {
    var latencies = new Latencies();
    latencies.add(3);

    assertThat(latencies.quantile(0.01)).isEqualTo(3);
    assertThat(latencies.quantile(1)).isEqualTo(3);
  }

  @Test
  void addsUpInAnyOrder() {
    var large = new Latencies();
    large.add(5_000_000_000L);
    var small = new Latencies();
    small.add(0);
    small.add(-5); // a clock that went back

    small.addAll(large);
    large.addAll(small);

    assertThat(small.total()).isEqualTo(3);
    assertThat(small.quantile(0.5)).isZero();
    assertThat((double) small.quantile(1)).isCloseTo(5e9, within(4e8));
    assertThat(large.total()).isEqualTo(4);
  }

  @Test
  void holdsTheLongestValue() {
    var latencies = new Latencies();
    latencies.add(Long.MAX_VALUE);

    assertThat(latencies.quantile(0.5)).isGreaterThan(1L << 41);
  }

  @Test
  void hasNoQuantileOfNothing() {
    assertThat(new Latencies().quantile(0.5)).isZero();
  }
}
