package mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {

  @TempDir private Path folder;

  static Stream<Golden> cases() {
    return Golden.cases(GoldenTest.class, "golden");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFileOfTheFolderIsACase(Golden story) {
    story.check(story.input());
  }

  @Test
  void comparesTreesAndNotText() throws IOException {
    story("in: 1\n----------\nport: 80\nhosts: [a, 'b']\n")
        .check("{\"hosts\": [\"a\", \"b\"], \"port\": 80.0}");
  }

  @Test
  void aDifferenceFailsAndNamesTheFile() throws IOException {
    Golden story = story("in: 1\n----------\nport: 80\n");

    assertThatThrownBy(() -> story.check(Map.of("port", 81)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("case.yaml");
  }

  @Test
  void anErrorTextNeedNotBeYaml() throws IOException {
    story("in: 1\n----------\nmax: 0: [bad (expected: >= 1)\n")
        .check("max: 0: [bad (expected: >= 1)");
  }

  @Test
  void updateWritesBelowTheDashes() throws IOException {
    Golden story = story("in: 1 # kept\n----------\nold: 1\n");

    story.check(Map.of("ports", List.of(80)), true);

    assertThat(folder.resolve("case.yaml")).hasContent("in: 1 # kept\n----------\nports:\n- 80\n");
  }

  @Test
  void updateLeavesAnEqualTreeAsItIsWritten() throws IOException {
    Golden story = story("in: 1\n----------\n# why\nport: 80\n");

    story.check(Map.of("port", 80), true);

    assertThat(folder.resolve("case.yaml")).hasContent("in: 1\n----------\n# why\nport: 80\n");
  }

  @Test
  void updateCompletesANewCase() throws IOException {
    Golden story = story("in: 1");

    story.check("out: 2", true);

    assertThat(folder.resolve("case.yaml")).hasContent("in: 1\n----------\nout: 2\n");
  }

  private Golden story(String text) throws IOException {
    return Golden.read(Files.writeString(folder.resolve("case.yaml"), text));
  }
}
