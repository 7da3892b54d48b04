package mesh.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.cli.jvm.AppJvm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks rules as the control plane does, with its own code. */
@Command(
    name = "analyze",
    description = "Says what is wrong with rules, in the words of the control plane.",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Nothing is wrong; there may be warnings",
      "1:The control plane would refuse the rules; with --strict, or there are warnings",
      "2:The command line is wrong"
    })
final class AnalyzeCommand implements Callable<Integer> {

  private static final String JAR = "${sys:mesh.home:-.}/mesh-pilot-app/target/mesh-pilot-app.jar";
  private static final String NO_JAR =
      ": no such file (expected: the control plane's jar, made by ./mvnw -DskipTests package)";

  @Option(names = "--strict", description = "Warnings count as errors.")
  private boolean isStrict;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      description =
          "Folder of the certificates that gateways name; not checked if it is not there.")
  private @Nullable Path credentials;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Completes short names of services (default: cluster.local).")
  private @Nullable String domain;

  @Option(
      names = "--root-namespace",
      paramLabel = "NAMESPACE",
      description = "Its policies hold everywhere (default: istio-system).")
  private @Nullable String rootNamespace;

  @Option(
      names = "--jar",
      defaultValue = JAR,
      paramLabel = "FILE",
      description = "The control plane's jar.")
  private Path jar;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders or files of rules; all of them together are one configuration.")
  private List<Path> paths = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(jar)) {
      throw new ParameterException(spec.commandLine(), jar + NO_JAR);
    }
    return ChildProcess.run(commandLine());
  }

  /** A short life: no time for the second compiler, little to collect. */
  List<String> commandLine() {
    List<String> line = new ArrayList<>();
    line.add(AppJvm.java());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", jar.toString(), "analyze"));
    if (isStrict) {
      line.add("--strict");
    }
    add(line, "--credentials=", credentials);
    add(line, "--domain=", domain);
    add(line, "--root-namespace=", rootNamespace);
    paths.forEach(path -> line.add(path.toString()));
    return line;
  }

  private static void add(List<String> line, String option, @Nullable Object value) {
    if (value != null) {
      line.add(option + value);
    }
  }
}
