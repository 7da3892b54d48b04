package mesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a program of the mesh has printed. */
@Command(
    name = "logs",
    description = "Shows what a program has printed since ./mesh up.",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class)
final class LogsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "APP", description = "Its name, as ./mesh status shows it.")
  private String app;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what comes, until Ctrl-C.")
  private boolean follows;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var local = new LocalCommand(spec);
    return local.run(
        () -> {
          local.mesh().logs(app, follows, System.out);
          return true;
        });
  }
}
