package mesh.cli.jvm;

import java.util.List;

/**
 * An app with the flags that it is to be started with. Immutable.
 *
 * @param flags beside those of its options file
 */
public record StartedJvm(AppJvm jvm, List<String> flags) {

  public StartedJvm {
    flags = List.copyOf(flags);
  }

  /** What to execute. */
  public List<String> commandLine(List<String> arguments) {
    return jvm.commandLine(flags, arguments);
  }
}
