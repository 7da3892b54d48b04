package mesh.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a mesh on this machine keeps what it needs. Immutable.
 *
 * @param home the project's folder
 * @param top what is made, and may be deleted while nothing runs
 */
public record Folders(Path home, Path top) {

  public Folders {
    home = home.toAbsolutePath().normalize();
    top = top.toAbsolutePath().normalize();
  }

  /** What runs: programs, processes, bootstraps, join tokens. */
  Path run() {
    return top.resolve("run");
  }

  /** What programs print. */
  Path log(String program) {
    return top.resolve("logs").resolve(program + ".log");
  }

  /** What programs keep from start to start: keys, certificates, rules made through the API. */
  Path state(String program) {
    return top.resolve("state").resolve(program);
  }

  void make() throws IOException {
    Files.createDirectories(run());
    Files.createDirectories(top.resolve("logs"));
    Files.createDirectories(top.resolve("state"));
  }
}
