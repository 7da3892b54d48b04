package mesh.pilot.source.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.pilot.source.RuleText;

/** The rule files of a folder and of the folders in it, without reading them. Immutable. */
public record RuleFiles(List<Seen> files) {

  private static final Duration SETTLED = Duration.ofMillis(10);
  private static final Duration SETTLED_EMPTY = Duration.ofSeconds(2);

  /** A file as it looks from outside. */
  record Seen(Path file, long size, FileTime modified) {}

  public RuleFiles {
    files = List.copyOf(files);
  }

  /**
   * Looks at a folder; a single file is taken as well.
   *
   * @throws IOException if something cannot be looked at
   */
  public static RuleFiles of(Path folder) throws IOException {
    List<Seen> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> isRuleFile(folder, file)).sorted().toList()) {
        found.add(new Seen(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new RuleFiles(found);
  }

  /** Reads all of them. */
  RuleText read() {
    var texts = new RuleText();
    readInto(texts);
    return texts;
  }

  /** Adds all of them to other texts; their paths are the sources of what is said. */
  public void readInto(RuleText texts) {
    for (Seen seen : files) {
      String source = seen.file().toString();
      try {
        texts.add(source, Files.readString(seen.file()));
      } catch (IOException e) {
        texts.unreadable(source, e.toString());
      }
    }
  }

  /**
   * Whether nobody has written to a file for a moment; to an empty one for longer, for whoever
   * writes in place empties it first. The future does not count: the clock of another machine goes
   * ahead.
   */
  boolean isSettled(Instant now) {
    return files.stream()
        .allMatch(
            seen -> {
              Duration age = Duration.between(seen.modified().toInstant(), now);
              Duration quiet = seen.size() == 0 ? SETTLED_EMPTY : SETTLED;
              return age.isNegative() || age.compareTo(quiet) >= 0;
            });
  }

  // Hidden folders, too: those that Kubernetes mounts hold the same files again.
  private static boolean isRuleFile(Path folder, Path file) {
    for (Path step : folder.relativize(file)) {
      if (step.toString().startsWith(".")) {
        return false;
      }
    }
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && Files.isRegularFile(file);
  }
}
