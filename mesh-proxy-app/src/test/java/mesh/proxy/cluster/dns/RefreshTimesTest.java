package mesh.proxy.cluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefreshTimesTest {

  private static final Duration FIVE = Duration.ofSeconds(5);

  @Test
  void answersAreAskedForAgainAtTheUsualRate() {
    assertThat(times(Duration.ZERO).after(DnsAnswer.NOBODY, bound -> bound - 1)).isEqualTo(FIVE);
  }

  @Test
  void jitterMakesItLater() {
    var times = new RefreshTimes(FIVE, false, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO);

    assertThat(times.after(DnsAnswer.NOBODY, bound -> bound - 1))
        .isEqualTo(Duration.ofMillis(5_999));
  }

  @Test
  void failuresAreRetriedAtTheUsualRateUnlessToldOtherwise() {
    assertThat(times(Duration.ZERO).afterFailure(3, bound -> bound - 1)).isEqualTo(FIVE);
  }

  @Test
  void failuresBackOffUpToALimit() {
    RefreshTimes times = times(Duration.ofSeconds(1));

    assertThat(times.afterFailure(1, bound -> bound - 1)).isEqualTo(Duration.ofMillis(999));
    assertThat(times.afterFailure(2, bound -> bound - 1)).isEqualTo(Duration.ofMillis(1_999));
    assertThat(times.afterFailure(3, bound -> bound - 1)).isEqualTo(Duration.ofMillis(2_999));
    assertThat(times.afterFailure(90, bound -> bound - 1)).isEqualTo(Duration.ofMillis(2_999));
    assertThat(times.afterFailure(1, bound -> 0)).isEqualTo(Duration.ofMillis(1));
  }

  private static RefreshTimes times(Duration failureBase) {
    return new RefreshTimes(FIVE, false, Duration.ZERO, failureBase, Duration.ofSeconds(3));
  }
}
