package mesh.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.cli.local.Enrolment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gets what Pilot and proxies need before they start: for containers. */
@Command(
    name = "enrol",
    description = {
      "Asks the authority for what Pilot and proxies need before they start: root.pem, a NAME.token"
          + " for each, and the NAME.yaml that each proxy is started with."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class)
final class EnrolCommand implements Callable<Integer> {

  @Option(
      names = "--ca",
      defaultValue = "http://127.0.0.1:8061",
      paramLabel = "URI",
      description = "HTTP address of the authority (default: ${DEFAULT-VALUE}).")
  private URI authority;

  @Option(
      names = "--admin-token",
      required = true,
      paramLabel = "FILE",
      description = "The administrator's token, in the state folder of the authority.")
  private Path adminToken;

  @Option(
      names = "--ttl",
      defaultValue = "1h",
      paramLabel = "TIME",
      description = "How long tokens are good (default: ${DEFAULT-VALUE}).")
  private String ttl;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER",
      description = "Gets the files; made if it is not there.")
  private Path folder;

  @Option(
      names = "--pilot",
      defaultValue = "127.0.0.1:15012",
      paramLabel = "HOST:PORT",
      description = "Where Pilot serves with mTLS (default: ${DEFAULT-VALUE}).")
  private String pilot;

  @Parameters(paramLabel = "FOLDER", description = "Has the mesh.properties with the workloads.")
  private Path topology;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return new LocalCommand(spec).run(this::enrol);
  }

  private boolean enrol() throws IOException {
    Files.createDirectories(folder);
    new Enrolment(authority, adminToken).writeAll(topology, pilot, ttl, folder);
    return true;
  }
}
