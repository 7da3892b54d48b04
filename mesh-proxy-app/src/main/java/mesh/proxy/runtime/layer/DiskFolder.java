package mesh.proxy.runtime.layer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder tree of values: the file {@code a/b} holds the value of {@code a.b}. Cold: reads
 * files.
 */
final class DiskFolder {

  private static final int MAX_DEPTH = 16;
  private static final long MAX_BYTES = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(DiskFolder.class);

  private DiskFolder() {}

  /** Empty if there is no such folder. */
  static Map<String, RuntimeValue> read(Path folder) throws IOException {
    Map<String, RuntimeValue> values = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return values;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path relative = folder.relativize(file);
      if (!isHidden(relative)) {
        values.put(key(relative), RuntimeValue.of(text(file)));
      }
    }
    return values;
  }

  /** Where the values lie. */
  static Path path(LayerConfig.Disk disk) {
    return disk.symlinkRoot().resolve(disk.folder());
  }

  /**
   * What differs when a folder differs.
   *
   * @param target where the link points; the link itself if it points nowhere
   * @param isThere false if there is no such folder
   * @param stamp made from names, times and sizes of all files
   */
  record Look(Path target, boolean isThere, long stamp) {}

  /** One look at a layer; opens no file. */
  static Look look(LayerConfig.Disk disk) {
    Path folder = path(disk);
    boolean isThere = Files.isDirectory(folder);
    long[] stamp = {1};
    if (isThere) {
      try (Stream<Path> all = Files.walk(folder, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
        for (Path file : (Iterable<Path>) all.sorted()::iterator) {
          var facts = Files.readAttributes(file, BasicFileAttributes.class);
          stamp[0] =
              31 * stamp[0]
                  + Objects.hash(
                      file, facts.isRegularFile(), facts.size(), facts.lastModifiedTime());
        }
      } catch (IOException | UncheckedIOException e) {
        stamp[0] = 0; // changes under our eyes, or is not for us to read: reading it tells
      }
    }
    return new Look(target(disk.symlinkRoot()), isThere, stamp[0]);
  }

  private static Path target(Path link) {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      return link;
    }
  }

  // A folder that Kubernetes mounts has links such as ..data beside the values.
  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith("..")) {
        return true;
      }
    }
    return false;
  }

  private static String key(Path relative) {
    var key = new StringBuilder();
    for (Path part : relative) {
      key.append(key.isEmpty() ? "" : ".").append(part);
    }
    return key.toString();
  }

  /** Without comment lines and white space at the end. */
  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          file + ": " + Files.size(file) + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    var text = new StringBuilder();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.startsWith("#")) {
          text.append(text.isEmpty() ? "" : "\n").append(line);
        }
      }
    } catch (MalformedInputException e) {
      throw new IOException(file + ": not UTF-8", e);
    }
    return text.toString().stripTrailing();
  }

  static void logUnreadable(Path folder, IOException why) {
    LOG.atWarn()
        .addKeyValue("folder", folder)
        .addKeyValue("reason", why.toString())
        .log("Runtime folder not readable, its values stay as they were");
  }
}
