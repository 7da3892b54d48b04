package mesh.proxy.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as people start and stop it. */
class ProcessIT {

  @TempDir private Path folder;

  @Test
  void validatesWithoutBindingAnything() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var proxy =
            new ForkedProxy(
                folder,
                "--mesh.proxy.config=" + file(Bootstraps.tcp(taken.getLocalPort(), 1)),
                "--mesh.proxy.mode=validate",
                "--mesh.proxy.admin.port=" + taken.getLocalPort(),
                "--server.port=" + taken.getLocalPort())) {
      assertThat(proxy.exitCode()).as(proxy.output()).isZero();
      assertThat(proxy.output()).contains("Configuration is valid").doesNotContain("ERROR");
    }
  }

  @Test
  void validationNamesTheFaultAndItsLine() throws Exception {
    Path file = file(Bootstraps.tcp(0, 1).replace("connect_timeout: 1s", "connect_timeout: -1s"));
    try (var proxy =
        new ForkedProxy(folder, "--mesh.proxy.config=" + file, "--mesh.proxy.mode=validate")) {
      assertThat(proxy.exitCode()).as(proxy.output()).isEqualTo(1);
      assertThat(proxy.output())
          .contains(file + ":14: static_resources.clusters[0].connect_timeout: -1s (expected: ")
          .doesNotContain("Exception", "\tat ", "Configuration is valid");
    }
  }

  @Test
  void finishesWhatIsInFlightThenExitsWithZero() throws Exception {
    try (var upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var proxy =
            new ForkedProxy(
                folder,
                "--mesh.proxy.config=" + file(Bootstraps.http(freePort(), upstream.getLocalPort())),
                "--mesh.proxy.admin.port=0",
                "--mesh.proxy.drain-time=20s",
                "--server.port=0")) {
      proxy.awaitOutput("Proxy is ready");
      int port = Bootstraps.port(Files.readString(folder.resolve("envoy.yaml")));
      try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes());
        try (var asked = upstream.accept()) {
          readHead(asked);

          proxy.terminate();
          awaitRefusal(port);
          asked
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello".getBytes());

          assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .startsWith("HTTP/1.1 200 OK\r\n")
              .contains("connection: close\r\n")
              .endsWith("\r\n\r\nhello");
        }
      }
      assertThat(proxy.exitCode()).as(proxy.output()).isZero();
      assertThat(proxy.output()).doesNotContain("WARN", "ERROR");
    }
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("envoy.yaml"), yaml);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void readHead(Socket connection) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(connection.getInputStream()));
    while (!lines.readLine().isEmpty()) {
      continue;
    }
  }

  private static void awaitRefusal(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (true) {
      try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(System.nanoTime() - end).as("still accepts " + probe).isNegative();
        Thread.sleep(20);
      } catch (ConnectException e) {
        return;
      }
    }
  }
}
