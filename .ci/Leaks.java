import java.nio.file.Files;
import java.nio.file.Path;

/** Fails if tests wrote down buffers that nobody released. Run as a source file. */
class Leaks {

  /** Takes the files in which leaks would stand. */
  public static void main(String[] files) throws Exception {
    boolean leaked = false;
    for (String name : files) {
      Path file = Path.of(name);
      if (Files.exists(file)) {
        leaked = true;
        System.err.println("Buffers were not released, see " + file.toAbsolutePath() + ":");
        Files.readString(file).lines().limit(40).forEach(System.err::println);
        Files.delete(file); // told once: the next build begins anew
      }
    }
    System.exit(leaked ? 1 : 0);
  }
}
