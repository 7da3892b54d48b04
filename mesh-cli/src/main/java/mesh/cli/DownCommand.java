package mesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends the mesh on this machine. */
@Command(
    name = "down",
    description =
        "Ends what ./mesh up has started, also after the launcher was killed; nothing else is"
            + " ended.",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class)
final class DownCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var local = new LocalCommand(spec);
    return local.run(() -> local.mesh().down());
  }
}
