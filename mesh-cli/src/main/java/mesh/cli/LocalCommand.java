package mesh.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.cli.local.Folders;
import mesh.cli.local.LocalMesh;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands for a mesh on this machine have in common: where it is, and how they fail. */
final class LocalCommand {

  private final CommandSpec spec;

  LocalCommand(CommandSpec spec) {
    this.spec = spec;
  }

  /** The project's folder: {@code ./mesh} tells it. */
  static Path home() {
    return Path.of(System.getProperty("mesh.home", "."));
  }

  /** Its mesh: in {@code .mesh} of the project, or in the folder that MESH_DIR names. */
  LocalMesh mesh() {
    String other = System.getenv("MESH_DIR");
    Path top = other == null || other.isEmpty() ? home().resolve(".mesh") : Path.of(other);
    return new LocalMesh(new Folders(home(), top), this::out);
  }

  void out(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Runs, and shows what goes wrong as a sentence. */
  int run(Callable<Boolean> task) throws Exception {
    try {
      return task.call() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      spec.commandLine().getErr().println("mesh: " + e.getMessage());
      return 1;
    }
  }
}
