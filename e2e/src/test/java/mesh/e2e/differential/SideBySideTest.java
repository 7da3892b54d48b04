package mesh.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {

  @Test
  void marksWhatIsChangedMissingAndAdded() {
    String text =
        SideBySide.of(
            "left", List.of("a", "b", "c", "e"), "right", List.of("a", "x", "c", "d", "e"));

    assertThat(text.lines().skip(2).map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly("a a", "b | x", "c c", "> d", "e e");
  }
}
