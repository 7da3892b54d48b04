package mesh.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import mesh.cli.demo.DemoUpstream;
import mesh.cli.jvm.AppJvm;
import mesh.cli.jvm.FastStart;
import mesh.cli.jvm.Readiness;
import org.jspecify.annotations.Nullable;
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
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Ended, or the file is valid",
      "1:The configuration cannot be served, or a port is taken; the output says why",
      "2:The command line is wrong",
      "130, 143:Ended by Ctrl-C, by SIGTERM"
    })
final class ProxyCommand implements Callable<Integer> {

  static final String JAR = "${sys:mesh.home:-.}/mesh-proxy-app/target/mesh-proxy-app.jar";
  static final String NO_JAR =
      ": no such file (expected: the proxy's jar, made by ./mvnw -DskipTests package)";

  private static final long PATIENCE_SECONDS = 60;

  enum Mode {
    serve,
    validate
  }

  @Option(
      names = {"-c", "--config-path"},
      required = true,
      paramLabel = "FILE",
      description =
          "Envoy bootstrap, YAML or JSON. A demo.properties beside it names a web server to start"
              + " and an address to try.")
  private Path config;

  @Option(
      names = "--mode",
      defaultValue = "serve",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Mode mode;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Maximum heap of the proxy, such as 256m; jvm.options decides if not given.")
  private @Nullable String heap;

  @Option(
      names = "--no-fast-start",
      description = "Runs the jar as it is: no cache of classes is made or used.")
  private boolean isPlain;

  @Option(
      names = "--jar",
      defaultValue = JAR,
      paramLabel = "FILE",
      description = "The proxy's jar.")
  private Path jar;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARG",
      description = "Behind --: passed on to the proxy as Spring arguments, --server.port=0")
  private List<String> rest = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(config) || Files.isDirectory(config)) {
      throw refused(config + ": no such file (expected: an Envoy bootstrap)");
    }
    if (!Files.isReadable(jar)) {
      throw refused(jar + NO_JAR);
    }
    Demo demo = mode == Mode.validate ? null : demo();
    try (DemoUpstream upstream = demo == null ? null : upstream(demo)) {
      List<String> line = commandLine(fastStart());
      if (upstream == null || demo == null) {
        return ChildProcess.run(line);
      }
      out("mesh: the demo upstream serves port " + upstream.port());
      return ChildProcess.run(line, proxy -> say(demo, proxy));
    }
  }

  List<String> commandLine(@Nullable FastStart fast) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--mesh.proxy.config=" + config);
    arguments.add("--mesh.proxy.mode=" + mode.name().toLowerCase(Locale.ROOT));
    arguments.addAll(rest);
    return fast == null
        ? jvm().commandLine(List.of(), arguments)
        : fast.jvm().commandLine(fast.flags(), arguments);
  }

  private AppJvm jvm() {
    return new AppJvm(jar, AppJvm.optionsFor(jar), heap);
  }

  // Null if there is none to use; a proxy that starts slowly is better than none.
  private @Nullable FastStart fastStart() throws InterruptedException {
    if (isPlain) {
      return null;
    }
    FastStart fast = FastStart.beside(jvm());
    try {
      if (!fast.isReady()) {
        if (mode == Mode.validate) {
          return null;
        }
        out("mesh: making a cache for fast starts (once, up to a minute)");
        fast.make();
      }
      return fast;
    } catch (IOException e) {
      out("mesh: starting without a cache: " + e.getMessage());
      return null;
    }
  }

  private @Nullable Demo demo() throws IOException {
    try {
      return Demo.beside(config);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private DemoUpstream upstream(Demo demo) throws IOException {
    try {
      return DemoUpstream.start("demo", InetAddress.getLoopbackAddress(), demo.upstreamPort());
    } catch (BindException e) {
      throw refused(
          demo.file()
              + ": upstream.port: "
              + demo.upstreamPort()
              + " (expected: a free port; end what uses it, or change it here and in "
              + config.getFileName()
              + ")");
    }
  }

  private void say(Demo demo, Process proxy) {
    try {
      if (Readiness.await(demo.uri(), proxy::isAlive, PATIENCE_SECONDS)) {
        out("\nReady. Try this in another terminal; Ctrl-C here ends everything:\n");
        out("  curl -i " + demo.uri() + "\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void out(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private ParameterException refused(@Nullable String sentence) {
    return new ParameterException(spec.commandLine(), String.valueOf(sentence));
  }
}
