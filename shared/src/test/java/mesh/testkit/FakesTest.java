package mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakesTest {

  @Test
  void timePassesOnlyWhenTold() {
    var clock = new FakeClock();
    long start = clock.getAsLong();

    clock.advance(Duration.ofSeconds(2));

    assertThat(clock.getAsLong() - start).isEqualTo(2_000_000_000L);
    assertThat(clock.getAsLong()).as("wraps").isNegative();
  }

  @Test
  void timeDoesNotRunBackwards() {
    assertThatThrownBy(() -> new FakeClock().advance(Duration.ofNanos(-1)))
        .hasMessage("step: PT-0.000000001S (expected: not negative)");
  }

  @Test
  void drawsTheScriptInOrder() {
    var random = ScriptedRandom.of(2, 0);

    assertThat(random.applyAsInt(3)).isEqualTo(2);
    assertThat(random.applyAsInt(3)).isZero();
    assertThat(random.remaining()).isZero();
    assertThatThrownBy(() -> random.applyAsInt(3)).hasMessage("draw 3 (expected: at most 2 draws)");
  }

  @Test
  void aDrawStaysBelowTheBound() {
    assertThatThrownBy(() -> ScriptedRandom.of(3).applyAsInt(3))
        .hasMessage("draw 1: 3 (expected: below 3)");
  }
}
