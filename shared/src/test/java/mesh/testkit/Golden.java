package mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One case file: the input, a line of dashes, what is expected. Immutable.
 *
 * <p>The files of a test lie in {@code src/test/resources}, in the folder of its package; a new
 * case is a new file. {@code -Dgolden.update=true} writes what the code gives now. Both sides are
 * compared as trees: order of keys, quotes and {@code 1} against {@code 1.0} do not count.
 */
public final class Golden {

  private static final Path RESOURCES = Path.of("src", "test", "resources");
  private static final Pattern DASHES = Pattern.compile("(?m)^-{4,}[ \\t]*\\R?");

  private final Path file;
  private final String input;
  private final String dashes;
  private final String expected;

  private Golden(Path file, String input, String dashes, String expected) {
    this.file = file;
    this.input = input;
    this.dashes = dashes;
    this.expected = expected;
  }

  /**
   * Every case in a folder, for {@code @MethodSource}.
   *
   * @param folder below the package of the test; empty for the package itself
   */
  public static Stream<Golden> cases(Class<?> test, String folder) {
    Path path = folderOf(test).resolve(folder);
    try (Stream<Path> files = Files.list(path)) {
      List<Golden> found =
          files.filter(f -> f.toString().endsWith(".yaml")).sorted().map(Golden::read).toList();
      assertThat(found).as("case files in %s", path).isNotEmpty();
      return found.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One case: {@code canary-split.yaml} beside the test. */
  public static Golden named(Class<?> test, String name) {
    return read(folderOf(test).resolve(name));
  }

  /** Reads one case file. */
  public static Golden read(Path file) {
    try {
      String text = Files.readString(file);
      Matcher line = DASHES.matcher(text);
      if (!line.find()) {
        return new Golden(file, text.endsWith("\n") ? text : text + "\n", "----------\n", "");
      }
      return new Golden(
          file, text.substring(0, line.start()), line.group(), text.substring(line.end()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The part above the dashes, as it is written. */
  public String inputText() {
    return input;
  }

  /** The part above the dashes as maps, lists and scalars. */
  public Object input() {
    return parse(input);
  }

  /** The part below the dashes, as it is written. */
  public String expectedText() {
    return expected;
  }

  /**
   * Compares, or rewrites the file under {@code -Dgolden.update=true}.
   *
   * @param actual maps, lists and scalars, or a text (YAML, JSON, or an error message)
   */
  public void check(Object actual) {
    check(actual, Boolean.getBoolean("golden.update"));
  }

  void check(Object actual, boolean update) {
    if (update) {
      if (!sameTree(actual)) {
        write(actual);
      }
      return;
    }
    assertThat(tree(actual)).as("%s", file).isEqualTo(tree(expected));
  }

  private boolean sameTree(Object actual) {
    Object now = tree(actual);
    return !expected.isEmpty() && now.equals(tree(expected));
  }

  private void write(Object actual) {
    String text = actual instanceof String string ? string : dump(actual);
    try {
      Files.writeString(file, input + dashes.stripTrailing() + "\n" + text.stripTrailing() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the story, which JUnit shows. */
  @Override
  public String toString() {
    return file.getFileName().toString().replaceFirst("\\.yaml$", "");
  }

  private static Path folderOf(Class<?> test) {
    return RESOURCES.resolve(test.getPackageName().replace('.', '/'));
  }

  private static Object tree(Object value) {
    if (value instanceof String text) {
      try {
        return normal(parse(text));
      } catch (YamlEngineException e) {
        return text.strip();
      }
    }
    return normal(value);
  }

  private static Object normal(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, element) -> copy.put(String.valueOf(key), normal(element)));
        yield copy;
      }
      case List<?> list -> list.stream().map(Golden::normal).toList();
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      default -> value;
    };
  }

  private static Object parse(String text) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(text);
    return value == null ? "" : value;
  }

  private static String dump(Object value) {
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(value);
  }
}
