package mesh.telemetry.query.why;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import mesh.telemetry.query.why.Explanation.Reason;
import org.jspecify.annotations.Nullable;

/** Words of Envoy with what they mean. Immutable. */
final class Lexicon {

  private final Map<String, String[]> entries;

  private Lexicon(Map<String, String[]> entries) {
    this.entries = entries;
  }

  /** Reads {@code word=title|meaning|advice}. */
  static Lexicon read(String name) {
    var lines = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(Lexicon.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      lines.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var entries = new HashMap<String, String[]>();
    lines.forEach(
        (word, line) -> {
          String[] parts = ((String) line).split("\\|", -1);
          if (parts.length != 3) {
            throw new IllegalStateException(name + ": " + word + " has " + parts.length + " parts");
          }
          entries.put((String) word, parts);
        });
    return new Lexicon(entries);
  }

  /** The entry of this word; null if there is none. */
  @Nullable Reason find(String key, String word) {
    String[] parts = entries.get(key);
    return parts == null ? null : new Reason(word, parts[0], parts[1], parts[2]);
  }
}
