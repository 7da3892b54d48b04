package mesh.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code mesh} command. */
@Command(
    name = "mesh",
    description = "Runs Reactive Mesh on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {ProxyCommand.class})
public final class Mesh implements Runnable {

  @Spec private CommandSpec spec;

  /** Ends the process with the exit code of the subcommand. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Mesh()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand");
  }
}
