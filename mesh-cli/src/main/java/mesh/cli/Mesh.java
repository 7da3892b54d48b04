package mesh.cli;

import mesh.cli.pilot.ProxyStatusCommand;
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
    versionProvider = Mesh.Version.class,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      RestartCommand.class,
      LogsCommand.class,
      ProxyStatusCommand.class,
      AnalyzeCommand.class,
      ProxyCommand.class,
      EnrolCommand.class,
      UpstreamCommand.class,
      FastStartCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Mesh implements Runnable {

  @Spec private CommandSpec spec;

  /** Ends the process with the exit code of the subcommand. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Mesh()).setParameterExceptionHandler(Mesh::refuse);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  // One sentence; the whole usage would push it off the screen.
  private static int refuse(ParameterException fault, String[] args) {
    CommandLine line = fault.getCommandLine();
    line.getErr().println("mesh: " + sentence(fault));
    CommandLine.UnmatchedArgumentException.printSuggestions(fault, line.getErr());
    line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help");
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  // The library's own sentence counts arguments; who mistyped a command looks for the word.
  private static String sentence(ParameterException fault) {
    if (fault instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && fault.getCommandLine().getParent() == null) {
      return unmatched.getUnmatched().getFirst()
          + ": no such command (expected: one of ./mesh help)";
    }
    return String.valueOf(fault.getMessage());
  }

  /** Names the build. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Mesh.class.getPackage().getImplementationVersion();
      return new String[] {
        "Reactive Mesh " + (version == null ? "of this source tree" : version),
        "Java " + Runtime.version()
      };
    }
  }
}
