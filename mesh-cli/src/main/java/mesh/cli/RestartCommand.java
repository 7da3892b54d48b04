package mesh.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts programs of the mesh again. */
@Command(
    name = "restart",
    description =
        "Ends programs, if they run, and starts them again as ./mesh up has started them.",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class)
final class RestartCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "APP",
      description = "Names, as ./mesh status shows them.")
  private List<String> apps;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var local = new LocalCommand(spec);
    return local.run(
        () -> {
          local.mesh().restart(apps);
          return true;
        });
  }
}
