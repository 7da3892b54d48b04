package mesh.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts the proxy on a configuration file, or checks the file. */
@Command(
    name = "proxy",
    description = "Starts the proxy on an Envoy bootstrap file, or checks the file.",
    mixinStandardHelpOptions = true)
final class ProxyCommand implements Callable<Integer> {

  enum Mode {
    serve,
    validate
  }

  @Option(
      names = {"-c", "--config-path"},
      required = true,
      paramLabel = "FILE",
      description = "Envoy bootstrap, YAML or JSON.")
  private Path config;

  @Option(
      names = "--mode",
      defaultValue = "serve",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Mode mode;

  @Option(
      names = "--heap",
      defaultValue = "96m",
      paramLabel = "SIZE",
      description = "Maximum heap of the proxy (default: ${DEFAULT-VALUE}).")
  private String heap;

  @Option(
      names = "--jar",
      defaultValue = "${sys:mesh.home:-.}/mesh-proxy-app/target/mesh-proxy-app.jar",
      paramLabel = "FILE",
      description = "The proxy's jar.")
  private Path jar;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARG",
      description = "Passed on to the proxy: --server.port=0")
  private List<String> rest = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(config)) {
      throw refused(config + ": no such file (expected: an Envoy bootstrap)");
    }
    if (!Files.isReadable(jar)) {
      throw refused(jar + ": no such file (expected: the proxy's jar, made by ./mvnw package)");
    }
    return ChildProcess.run(commandLine());
  }

  List<String> commandLine() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:+UseSerialGC");
    line.add("-XX:+UseCompactObjectHeaders");
    line.add("-Xmx" + heap);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-jar");
    line.add(jar.toString());
    line.add("--mesh.proxy.config=" + config);
    line.add("--mesh.proxy.mode=" + mode.name().toLowerCase(Locale.ROOT));
    line.addAll(rest);
    return line;
  }

  private ParameterException refused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
