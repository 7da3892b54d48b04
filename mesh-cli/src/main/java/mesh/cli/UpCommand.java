package mesh.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import mesh.cli.jvm.App;
import mesh.cli.jvm.AppJvm;
import mesh.cli.local.LocalMesh;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a whole mesh on this machine. */
@Command(
    name = "up",
    description = {
      "Starts a whole mesh on loopback: the authority, Pilot, telemetry, demo services with their"
          + " sidecars and a gateway; prints an address to try. Ctrl-C ends all of it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It runs (with --detach)",
      "1:It cannot be started, or runs already; the output says why",
      "2:The command line or mesh.properties is wrong",
      "130, 143:Ended by Ctrl-C, by SIGTERM"
    })
final class UpCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Has mesh.properties and the rules (default: examples/shop).")
  private @Nullable Path folder;

  @Option(
      names = {"-d", "--detach"},
      description = "Returns once everything is ready; ./mesh down ends it.")
  private boolean isDetached;

  @Option(
      names = "--certificate-ttl",
      defaultValue = "24h",
      paramLabel = "TIME",
      description = "Lifetime of the proxies' certificates (default: ${DEFAULT-VALUE}).")
  private String ttl;

  @Option(
      names = "--no-fast-start",
      description = "Runs the jars as they are: no caches of classes are made or used.")
  private boolean isPlain;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var local = new LocalCommand(spec);
    Path home = LocalCommand.home();
    Path from = folder == null ? home.resolve("examples").resolve("shop") : folder;
    var wish = new LocalMesh.Wish(from, ttl, isDetached, isPlain);
    return local.run(() -> local.mesh().up(wish, apps(home)));
  }

  private static Map<App, AppJvm> apps(Path home) throws IOException {
    Map<App, AppJvm> apps = new EnumMap<>(App.class);
    for (App app : App.values()) {
      Path jar = app.jar(home);
      if (!Files.isReadable(jar)) {
        throw new IOException(
            jar + ": no such file (expected: the jar, made by ./mvnw -DskipTests package)");
      }
      apps.put(app, AppJvm.of(jar));
    }
    return apps;
  }
}
