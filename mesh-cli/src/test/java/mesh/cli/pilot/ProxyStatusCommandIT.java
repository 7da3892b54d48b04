package mesh.cli.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProxyStatusCommandIT {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      new CommandLine(new ProxyStatusCommand())
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));
  private HttpServer pilot;

  @BeforeEach
  void start() throws IOException {
    pilot = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pilot.createContext(
        "/api/v1/proxies",
        exchange -> {
          String asked =
              exchange.getRequestHeaders().getFirst("accept") + " " + exchange.getRequestURI();
          byte[] body = asked.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    pilot.start();
  }

  @AfterEach
  void stop() {
    pilot.stop(0);
  }

  @Test
  void printsWhatPilotSays() {
    assertThat(line.execute("--pilot", uri())).isZero();
    assertThat(out.toString()).isEqualTo("text/plain /api/v1/proxies?name=");
  }

  @Test
  void asksForOneProxyAndForJson() {
    assertThat(line.execute("--pilot", uri(), "-o", "json", "shop a")).isZero();
    assertThat(out.toString()).isEqualTo("application/json /api/v1/proxies?name=shop+a");
  }

  @Test
  void saysWhenNobodyAnswers() {
    String uri = uri();
    pilot.stop(0);

    assertThat(line.execute("--pilot", uri)).isEqualTo(1);
    assertThat(err.toString()).startsWith("mesh: no Pilot at " + uri);
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThat(line.execute("--pilot", "ftp://a")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--pilot: ftp://a (expected: http://HOST:PORT)");
  }

  private String uri() {
    return "http://127.0.0.1:" + pilot.getAddress().getPort();
  }
}
