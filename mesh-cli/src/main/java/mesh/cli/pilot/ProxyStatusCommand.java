package mesh.cli.pilot;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which proxies a Pilot serves, and whether each has what it should have. */
@Command(
    name = "proxy-status",
    aliases = "ps",
    description = {
      "Shows the proxies that are connected to Pilot.",
      "SYNCED: it has what it should have; STALE: sent, and not yet answered;",
      "NACKED: it refused, and keeps the last good one; NOT SENT: it did not ask."
    },
    mixinStandardHelpOptions = true)
public final class ProxyStatusCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  @Option(
      names = "--pilot",
      defaultValue = "http://127.0.0.1:15014",
      paramLabel = "URI",
      description = "Where Pilot answers (default: ${DEFAULT-VALUE}).")
  private URI pilot;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form;

  @Parameters(
      arity = "0..1",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Only the proxies whose id has this text.")
  private String name;

  @Spec private CommandSpec spec;

  /** How the answer looks. */
  enum Form {
    table("text/plain"),
    json("application/json");

    private final String type;

    Form(String type) {
      this.type = type;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    HttpRequest request = request();
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        return fail("Pilot at " + pilot + " answers " + answer.statusCode());
      }
      spec.commandLine().getOut().print(answer.body());
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      return fail("no Pilot at " + pilot + " (start one with ./mesh up, or say --pilot=URI)");
    }
  }

  private HttpRequest request() {
    try {
      String query = "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
      return HttpRequest.newBuilder(pilot.resolve("/api/v1/proxies" + query))
          .timeout(PATIENCE)
          .header("accept", form.type)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--pilot: " + pilot + " (expected: http://HOST:PORT)");
    }
  }

  private int fail(String sentence) {
    spec.commandLine().getErr().println("mesh: " + sentence);
    return 1;
  }
}
