package mesh.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import mesh.cli.demo.DemoUpstream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the web server of the examples on its own. */
@Command(
    name = "upstream",
    description = "Runs a small web server that tells each request back, to try a proxy with.",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class)
final class UpstreamCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      required = true,
      paramLabel = "PORT",
      description = "Port to take, 0 for a free one.")
  private int port;

  @Option(
      names = "--address",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "Address to take (default: ${DEFAULT-VALUE}).")
  private InetAddress address;

  @Option(
      names = "--name",
      defaultValue = "demo",
      paramLabel = "NAME",
      description = "How it calls itself (default: ${DEFAULT-VALUE}).")
  private String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var upstream = DemoUpstream.start(name, address, port)) {
      spec.commandLine()
          .getOut()
          .println("Upstream \"" + name + "\" serves port " + upstream.port());
      new CountDownLatch(1).await(); // until a signal ends the process
      return 0;
    } catch (BindException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--port: " + port + " (expected: a free port of " + address.getHostAddress() + ")");
    }
  }
}
