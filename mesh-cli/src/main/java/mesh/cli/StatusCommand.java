package mesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the mesh on this machine. */
@Command(
    name = "status",
    description = "Shows what ./mesh up has started: process, state, start, ports.",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class)
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var local = new LocalCommand(spec);
    return local.run(
        () -> {
          local.mesh().status().forEach(local::out);
          return true;
        });
  }
}
