package mesh.pilot.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.model.Rule;
import mesh.pilot.source.RuleText;
import mesh.pilot.validate.Admission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path path;
  private Instant now = START.plusSeconds(10);
  private final InstantSource clock = () -> now;
  private final List<List<String>> taken = new ArrayList<>();
  private final Admission admission =
      new Admission((source, rules) -> taken.add(rules.stream().map(Rule::title).toList()));
  private RuleFolder folder;

  @BeforeEach
  void start() throws IOException {
    folder = new RuleFolder(path, rules -> admission.admit("folder", rules), clock);
    write("a.yaml", "one", START);
  }

  @Test
  void takesWhatHasChanged() throws IOException {
    folder.load();
    folder.refresh();
    write("more/b.yml", "two", START);
    folder.refresh();

    assertThat(taken)
        .containsExactly(
            List.of("DestinationRule default/one"),
            List.of("DestinationRule default/one", "DestinationRule default/two"));
  }

  @Test
  void keepsEverythingWhileOneFileIsWrong() throws IOException {
    folder.load();
    write("b.yaml", "Two", START);
    write("a.yaml", "other", START.plusSeconds(1));
    folder.refresh();
    folder.refresh();

    assertThat(taken).hasSize(1);

    write("b.yaml", "two", START.plusSeconds(2));
    folder.refresh();

    assertThat(taken.getLast())
        .containsExactly("DestinationRule default/other", "DestinationRule default/two");
  }

  @Test
  void waitsUntilAFileIsNoLongerWrittenTo() throws IOException {
    folder.load();
    write("a.yaml", "two", now.minusMillis(5));
    folder.refresh();

    assertThat(taken).hasSize(1);

    now = now.plusMillis(5);
    folder.refresh();

    assertThat(taken).hasSize(2);
  }

  @Test
  void waitsLongerForAFileThatWasEmptied() throws IOException {
    folder.load();
    Files.writeString(path.resolve("a.yaml"), "");
    Files.setLastModifiedTime(path.resolve("a.yaml"), FileTime.from(now.minusSeconds(1)));
    folder.refresh();

    assertThat(taken).hasSize(1);

    now = now.plusSeconds(1);
    folder.refresh();

    assertThat(taken.getLast()).isEmpty();
  }

  @Test
  void takesFilesOfAClockThatGoesAhead() throws IOException {
    folder.load();
    write("a.yaml", "two", now.plusSeconds(3600));
    folder.refresh();

    assertThat(taken).hasSize(2);
  }

  @Test
  void leavesHiddenFilesAndFoldersOut() throws IOException {
    write(".b.yaml", "two", START);
    write("..2026_01_01/a.yaml", "one", START);
    write("notes.txt", "three", START);
    folder.load();

    assertThat(taken).containsExactly(List.of("DestinationRule default/one"));
  }

  @Test
  void triesAgainWhenAnotherSourceNoLongerHasTheName() throws IOException {
    folder.load();
    write(".other.yaml", "two", START);
    var text = new RuleText();
    text.add("api", Files.readString(path.resolve(".other.yaml")));
    admission.admit("api", text.rules());
    write("b.yaml", "two", START);
    folder.refresh();

    assertThat(taken).hasSize(2);

    admission.admit("api", List.of());
    folder.refresh();

    assertThat(taken.getLast())
        .containsExactly("DestinationRule default/one", "DestinationRule default/two");
  }

  @Test
  void aStartNeedsAFolderWithoutFaults() throws IOException {
    var none = new RuleFolder(path.resolve("none"), rules -> {}, clock);

    assertThatThrownBy(none::load).isInstanceOf(InvalidConfigException.class);

    write("b.yaml", "One", START);

    assertThatThrownBy(folder::load)
        .isInstanceOf(RefusedRulesException.class)
        .hasMessage(
            path.resolve("b.yaml")
                + ":3:18: DestinationRule default/One: metadata.name: One"
                + " (expected: at most 253 of a-z, 0-9, - and ., a letter or digit at both ends)");
  }

  private void write(String file, String name, Instant modified) throws IOException {
    Path to = path.resolve(file);
    Files.createDirectories(to.getParent());
    Files.writeString(
        to,
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: %s}
        spec: {host: stock}
        """
            .formatted(name));
    Files.setLastModifiedTime(to, FileTime.from(modified));
  }
}
