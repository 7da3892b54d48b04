package mesh.proxy.cluster.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckTimingTest {

  private static final Duration TEN = Duration.ofSeconds(10);

  @Test
  void jitterDelaysChecks() {
    var timing = timing(Duration.ofSeconds(5), Duration.ofSeconds(2), 50);

    assertThat(timing.first(bound -> bound - 1)).isEqualTo(Duration.ofMillis(4_999));
    assertThat(timing.next(true, false, true, bound -> bound - 1))
        .isEqualTo(Duration.ofMillis(10_000 + 4_999 + 1_999));
  }

  @Test
  void withoutJitterNothingIsDrawn() {
    var timing = timing(Duration.ZERO, Duration.ZERO, 0);

    assertThat(timing.first(CheckTimingTest::fail)).isZero();
    assertThat(timing.next(true, false, true, CheckTimingTest::fail)).isEqualTo(TEN);
  }

  private static CheckTiming timing(Duration initial, Duration interval, int percent) {
    return new CheckTiming(
        Duration.ofSeconds(1), TEN, TEN, TEN, TEN, TEN, TEN, initial, interval, percent);
  }

  private static int fail(int bound) {
    throw new AssertionError("drawn below " + bound);
  }
}
