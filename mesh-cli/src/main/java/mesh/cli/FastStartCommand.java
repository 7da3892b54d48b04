package mesh.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.cli.jvm.AppJvm;
import mesh.cli.jvm.FastStart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the folder for fast starts, for images. */
@Command(
    name = "fast-start",
    description = "Takes the jar of an app apart and trains the JVM, so that starts are fast.",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class)
final class FastStartCommand implements Callable<Integer> {

  @Option(
      names = "--jar",
      defaultValue = ProxyCommand.JAR,
      paramLabel = "FILE",
      description = "The proxy's jar.")
  private Path jar;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER",
      description = "Gets the jar, its libraries and classes.aot; what it has is deleted.")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(jar)) {
      throw new ParameterException(spec.commandLine(), jar + ProxyCommand.NO_JAR);
    }
    new FastStart(AppJvm.of(jar), folder).make();
    return 0;
  }
}
