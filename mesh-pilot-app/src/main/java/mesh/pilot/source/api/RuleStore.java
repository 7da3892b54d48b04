package mesh.pilot.source.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import mesh.disk.SafeFile;
import mesh.pilot.model.RuleName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules in a folder: {@code NAMESPACE/KIND/NAME.yaml}. A file is whole or not there; what a crash
 * has left is removed at the next start. Confined to one thread.
 */
final class RuleStore {

  private static final Logger log = LoggerFactory.getLogger(RuleStore.class);
  private static final String YAML = ".yaml";
  private static final int LONGEST_FILE_NAME = 200; // of at most 255 bytes, with what is added
  private static final int KEPT = 120;

  private final Path folder;

  RuleStore(Path folder) {
    this.folder = folder;
  }

  /** A file that is there. */
  record Found(Path file, String text) {}

  /**
   * Everything that is kept.
   *
   * @throws UncheckedIOException if the folder cannot be read; a start without it would take rules
   *     away from proxies
   */
  List<Found> load() {
    List<Found> found = new ArrayList<>();
    if (!Files.exists(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(SafeFile.FRESH)) {
          log.atInfo().addKeyValue("file", file).log("Change that a crash has cut off is removed");
          SafeFile.delete(file);
        } else if (name.endsWith(YAML)) {
          found.add(new Found(file, Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the rules in " + folder, e);
    }
    return found;
  }

  /** Keeps a rule; when this returns, it is on the disk. */
  void write(RuleName name, String text) {
    SafeFile.write(file(name), text);
  }

  /** Forgets a rule; when this returns, it is off the disk. */
  void delete(RuleName name) {
    SafeFile.delete(file(name));
  }

  private Path file(RuleName name) {
    return folder
        .resolve(shortened(name.namespace()))
        .resolve(name.kind().plural())
        .resolve(shortened(name.name()) + YAML);
  }

  private static String shortened(String name) {
    if (name.length() <= LONGEST_FILE_NAME) {
      return name;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return name.substring(0, KEPT) + "~" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
