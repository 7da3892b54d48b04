package mesh.proxy.config.yaml;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A text that can be read again, for positions are looked up only for an error. Immutable.
 *
 * @param name as it stands in front of a line number: {@code proxy.yaml}
 * @param expandsTabs if tabs in the indentation stand for two spaces
 */
public record YamlText(String name, Source source, boolean expandsTabs) {

  private static final int MOST_CHARACTERS = 256 << 20; // a hundred thousand clusters

  /** Opens the text at its start. */
  @FunctionalInterface
  public interface Source {

    Reader open() throws IOException;
  }

  /** A file, which is not kept in memory. */
  public static YamlText of(Path file) {
    return new YamlText(
        file.toString(), () -> new YamlUnicodeReader(Files.newInputStream(file)), false);
  }

  /** A text in memory. */
  public static YamlText of(String name, String text) {
    return new YamlText(name, () -> new StringReader(text), false);
  }

  /** The same text, its tabs read as spaces. */
  public YamlText withTabsExpanded() {
    return new YamlText(name, source, true);
  }

  /** The lines whose tabs are read as spaces. */
  public TabbedLines tabbedLines() throws IOException {
    try (var reader = new TabExpandingReader(new BufferedReader(source.open()))) {
      reader.transferTo(Writer.nullWriter());
      return reader.tabbed();
    }
  }

  /** Opens the text; the caller closes it. */
  public Reader open() throws IOException {
    var reader = new BufferedReader(source.open());
    return expandsTabs ? new TabExpandingReader(reader) : reader;
  }

  /** The events of an opened text, without positions. */
  public Iterator<Event> events(Reader opened) {
    return parse(opened, false);
  }

  /**
   * Looks up where things stand, in one pass through the text.
   *
   * @param paths such as {@code clusters[0].metadata["a.b"]}
   * @return line by path, from 1; of the innermost enclosing value that is written in the text
   */
  public Map<String, Integer> lines(Collection<String> paths) throws IOException {
    try (Reader opened = open()) {
      return LineFinder.find(parse(opened, true), paths);
    }
  }

  /**
   * Finds what makes the text unreadable.
   *
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException with the position
   */
  public void parseToTheEnd() throws IOException {
    try (Reader opened = open()) {
      parse(opened, true).forEachRemaining(event -> {});
    }
  }

  private Iterator<Event> parse(Reader opened, boolean positions) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setUseMarks(positions)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    return new ParserImpl(settings, new StreamReader(settings, opened));
  }
}
