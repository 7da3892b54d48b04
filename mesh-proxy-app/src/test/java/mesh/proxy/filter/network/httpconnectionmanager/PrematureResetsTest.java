package mesh.proxy.filter.network.httpconnectionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import mesh.proxy.runtime.Runtime;
import org.junit.jupiter.api.Test;

class PrematureResetsTest {

  private static final long SHORT = 1_000_000;
  private static final long LONG = 1_500_000_000;

  private final Runtime runtime = new Runtime(bound -> 0);
  private final PrematureResets resets = new PrematureResets(runtime);

  @Test
  void endsAConnectionThatResetsHalfOfFiveHundredStreams() {
    for (int stream = 1; stream < 250; stream++) {
      assertThat(resets.streamEnded(SHORT, 0)).isFalse();
    }

    assertThat(resets.streamEnded(SHORT, 0)).isTrue();
  }

  @Test
  void sparesAConnectionThatAnswersMost() {
    for (int stream = 0; stream < 2000; stream++) {
      assertThat(resets.streamEnded(SHORT, stream % 3 == 0 ? 0 : 200)).isFalse();
    }
  }

  @Test
  void sparesStreamsThatHadTime() {
    for (int stream = 0; stream < 2000; stream++) {
      assertThat(resets.streamEnded(LONG, 0)).isFalse();
    }
  }

  @Test
  void takesItsLimitsFromTheRuntime() {
    runtime.replace(
        Map.of(
            "overload.premature_reset_total_stream_count",
            4.0,
            "overload.premature_reset_min_stream_lifetime_seconds",
            2.0));

    assertThat(resets.streamEnded(LONG, 0)).isFalse();
    assertThat(resets.streamEnded(LONG, 0)).isTrue();
  }
}
