package mesh.pilot.source.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.pilot.model.Rule;
import mesh.pilot.source.RuleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder again whenever something in it has changed. All files together are one
 * configuration: if one is wrong, all stay as they were. Confined to the thread that looks.
 */
public final class RuleFolder {

  private static final Logger log = LoggerFactory.getLogger(RuleFolder.class);

  private final Path folder;
  private final Consumer<List<Rule>> world;
  private List<Seen> before = List.of();
  private List<Seen> refused = List.of();

  private record Seen(Path file, long size, java.nio.file.attribute.FileTime modified) {}

  /**
   * A folder, with the folders in it.
   *
   * @param world gets all rules whenever they are others, and right
   */
  public RuleFolder(Path folder, Consumer<List<Rule>> world) {
    this.folder = folder;
    this.world = world;
  }

  /**
   * Reads the folder for the first time.
   *
   * @throws InvalidConfigException if it is not there, or something in it is wrong
   */
  public void load() {
    if (!Files.isDirectory(folder)) {
      throw new InvalidConfigException("mesh.pilot.config-dir", folder, "a folder");
    }
    List<Seen> now = look();
    world.accept(read(now));
    before = now;
  }

  /** Reads the folder if something has changed; tells of what is wrong once. */
  public void refresh() {
    List<Seen> now = look();
    if (now.equals(before) || now.equals(refused)) {
      return;
    }
    try {
      world.accept(read(now));
      before = now;
      refused = List.of();
    } catch (InvalidConfigException e) {
      refused = now;
      log.atWarn()
          .addKeyValue("folder", folder)
          .log("Rules are refused, the last ones stay: {}", e.getMessage());
    }
  }

  private List<Rule> read(List<Seen> files) {
    var texts = new RuleText();
    for (Seen seen : files) {
      try {
        texts.add(folder.relativize(seen.file()).toString(), Files.readString(seen.file()));
      } catch (IOException e) {
        throw new InvalidConfigException(seen.file().toString(), e.toString(), "a readable file");
      }
    }
    return texts.rules();
  }

  private List<Seen> look() {
    List<Seen> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(RuleFolder::isRuleFile).sorted().toList()) {
        found.add(new Seen(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    } catch (IOException | UncheckedIOException e) {
      log.atWarn().addKeyValue("folder", folder).setCause(e).log("Folder cannot be read");
      return before;
    }
    return found;
  }

  private static boolean isRuleFile(Path file) {
    String name = file.getFileName().toString();
    boolean isHidden = name.startsWith(".");
    return !isHidden
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && Files.isRegularFile(file);
  }
}
