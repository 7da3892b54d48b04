import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Formats every Java file of the tree ({@code apply}) or names those that differ ({@code check}).
 *
 * <p>A program of its own, because the formatter must run on a JDK that parses our syntax, and
 * Maven itself may run on an older one.
 */
final class Format {

  private static final List<String> SKIPPED = List.of("target", ".git", "node_modules");

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    Path memory = root.resolve("target/formatted");
    Set<String> before = Files.exists(memory) ? Set.copyOf(Files.readAllLines(memory)) : Set.of();
    Set<String> formatted = new TreeSet<>();
    List<Path> differing = new ArrayList<>();
    for (Path file : sources(root)) {
      boolean differs = !before.contains(hash(file)) && differs(file, apply);
      if (differs) {
        differing.add(root.relativize(file));
      }
      if (apply || !differs) {
        formatted.add(hash(file));
      }
    }
    Files.createDirectories(memory.getParent());
    Files.write(memory, formatted);
    differing.forEach(
        file -> System.err.println((apply ? "Formatted " : "Not formatted: ") + file));
    if (!apply && !differing.isEmpty()) {
      System.err.println("Run ./mvnw -q -N verify -Dformat=apply");
      System.exit(1);
    }
  }

  // Formatting all files costs some twenty seconds; a text that was right once stays right.
  private static String hash(Path file) throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }

  private static boolean differs(Path file, boolean apply) throws IOException {
    String source = Files.readString(file);
    String formatted;
    try {
      formatted =
          new Formatter()
              .formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(source));
    } catch (FormatterException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (apply && !formatted.equals(source)) {
      Files.writeString(file, formatted);
    }
    return !formatted.equals(source);
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
