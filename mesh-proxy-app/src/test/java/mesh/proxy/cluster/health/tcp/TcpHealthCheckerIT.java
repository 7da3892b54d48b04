package mesh.proxy.cluster.health.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static mesh.proxy.cluster.health.ProbeHarness.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.proxy.cluster.health.CheckResult;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpHealthCheckerIT {

  private final ProbeHarness harness = new ProbeHarness();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private ServerSocket server = new ServerSocket();

  TcpHealthCheckerIT() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    harness.close();
  }

  @Test
  void aConnectionIsEnough() throws Exception {
    assertThat(ask(probe(""))).isEqualTo(CheckResult.HEALTHY);
  }

  @Test
  void nobodyThereIsANetworkFailure() throws Exception {
    var probe = harness.probe(new TcpHealthCheckerFactory(), "", ProbeHarness.nobody(), "");

    assertThat(ask(probe)).isEqualTo(CheckResult.NETWORK_FAILURE);
    assertThat(ask(probe)).isEqualTo(CheckResult.NETWORK_FAILURE);
  }

  @Test
  void theRightAnswerPasses() throws Exception {
    Probe probe =
        probe("send { text: '50494e47' } receive { text: '504f' } receive { text: '47' }");

    assertThat(ask(probe)).isEqualTo(CheckResult.HEALTHY); // PING; PO, then G
    assertThat(ask(probe)).isEqualTo(CheckResult.HEALTHY);
    assertThat(received).containsExactly("PING", "PING");
    assertThat(ports).hasSize(1);
  }

  @Test
  void connectionsNeedNotBeReused() throws Exception {
    Probe probe =
        harness.probe(
            new TcpHealthCheckerFactory(),
            "send { binary: 'PING' } receive { binary: 'PONG' }",
            server.getLocalSocketAddress(),
            "",
            false);

    assertThat(ask(probe)).isEqualTo(CheckResult.HEALTHY);
    assertThat(ask(probe)).isEqualTo(CheckResult.HEALTHY);
    assertThat(ports).hasSize(2);
  }

  @Test
  void aConnectionThatEndsIsANetworkFailure() throws Exception {
    assertThat(ask(probe("send { binary: 'QUIT' } receive { binary: 'PONG' }")))
        .isEqualTo(CheckResult.NETWORK_FAILURE);
  }

  @Test
  void aProxyHeaderCanGoFirst() throws Exception {
    assertThat(
            ask(
                probe(
                    "proxy_protocol_config { version: V1 }"
                        + " send { binary: 'PING' } receive { binary: 'PONG' }")))
        .isEqualTo(CheckResult.HEALTHY);
    assertThat(received.getFirst())
        .matches("PROXY TCP4 127.0.0.1 127.0.0.1 \\d+ " + server.getLocalPort() + "\r\n.*");
  }

  @Test
  void theBinaryProxyHeaderSaysLocal() throws Exception {
    ask(
        probe(
            "proxy_protocol_config { version: V2 }"
                + " send { binary: 'PING' } receive { binary: 'PONG' }"));

    assertThat(received.getFirst()).startsWith("\r\n\r\n\0\r\nQUIT\n\40\0\0\0");
  }

  @Test
  void refusesTextThatIsNotHexadecimal() {
    assertThatThrownBy(() -> probe("receive { text: 'PONG' }"))
        .hasMessage("receive[0].text: PONG (expected: hexadecimal digits, two for each byte)");
  }

  private Probe probe(String config) {
    return harness.probe(new TcpHealthCheckerFactory(), config, server.getLocalSocketAddress(), "");
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        ports.add(socket.getPort());
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  private void serve(Socket socket) {
    var buffer = new byte[1024];
    try (socket) {
      int length;
      while ((length = socket.getInputStream().read(buffer)) > 0) {
        String text = new String(buffer, 0, length, ISO_8859_1);
        received.add(text);
        if (text.endsWith("PING")) {
          socket.getOutputStream().write("PONG".getBytes(ISO_8859_1));
        } else if (text.equals("QUIT")) {
          return;
        }
      }
    } catch (IOException e) {
      return; // the client is gone
    }
  }
}
