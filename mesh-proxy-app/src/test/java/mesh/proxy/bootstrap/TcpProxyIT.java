package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import mesh.config.InvalidConfigException;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TcpProxyIT {

  private static final String CART = "spiffe://cluster.local/ns/shop/sa/cart";
  private static final String PAY = "spiffe://cluster.local/ns/shop/sa/pay";

  @TempDir Path folder;

  @Test
  void carriesBytesBothWays() throws Exception {
    try (var upstream = TcpServer.echo();
        var proxy = proxy("in", upstream.port());
        var client = TcpClient.connect(proxy.port("in"))) {
      client.send("hello");
      assertThat(client.read(5)).isEqualTo("hello");
      client.endOutput();
      assertThat(client.readAll()).isEqualTo("BYE");

      assertThat(proxy.stat("tcp.test.downstream_cx_total")).isEqualTo(1);
      assertThat(proxy.stat("tcp.test.downstream_cx_rx_bytes_total")).isEqualTo(5);
      assertThat(proxy.stat("tcp.test.downstream_cx_tx_bytes_total")).isEqualTo(8);
      assertThat(proxy.stat("cluster.echo.upstream_cx_total")).isEqualTo(1);
    }
  }

  @Test
  void answersAClientThatHasEndedBeforeItWasConnected() throws Exception {
    try (var upstream = TcpServer.echo();
        var proxy = proxy("in", upstream.port())) {
      for (int round = 0; round < 20; round++) {
        try (var client = TcpClient.connect(proxy.port("in"))) {
          assertThat(client.send("hello").endOutput().readAll()).isEqualTo("helloBYE");
        }
      }
    }
  }

  @Test
  void letsTheServerSpeakFirst() throws Exception {
    try (var upstream = TcpServer.greeting("220 ready");
        var proxy = proxy("in", upstream.port());
        var client = TcpClient.connect(proxy.port("in"))) {
      assertThat(client.read(9)).isEqualTo("220 ready");
    }
  }

  @Test
  void stopsReadingWhenTheUpstreamDoesNot() throws Exception {
    var release = new CountDownLatch(1);
    var received = new AtomicLong();
    try (var upstream =
            new TcpServer(
                connection -> {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    throw new java.io.IOException(e);
                  }
                  received.set(
                      connection.getInputStream().transferTo(OutputStream.nullOutputStream()));
                  connection.getOutputStream().write("done".getBytes());
                });
        var proxy =
            new RunningProxy(
                Yaml.bootstrap(
                    Yaml.listener("in", "slow", "per_connection_buffer_limit_bytes: 32768"),
                    Yaml.cluster(
                        "slow", upstream.port(), "per_connection_buffer_limit_bytes: 32768")));
        var client = TcpClient.connect(proxy.port("in"))) {
      int megabytes = 64;
      var writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      String chunk = "x".repeat(1 << 20);
                      for (int i = 0; i < megabytes; i++) {
                        client.send(chunk);
                      }
                      client.endOutput();
                    } catch (java.io.IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      proxy.await("tcp.test.downstream_flow_control_paused_reading_total", 1);
      long atPause = proxy.stat("tcp.test.downstream_cx_rx_bytes_total");
      assertThat(atPause).isLessThan(megabytes << 20);
      release.countDown();
      assertThat(client.readAll()).isEqualTo("done");
      writer.join();
      assertThat(received.get()).isEqualTo((long) megabytes << 20);
    }
  }

  @Test
  void closesWhenNobodyListens() throws Exception {
    int dead;
    try (var gone = TcpServer.echo()) {
      dead = gone.port();
    }
    try (var proxy = proxy("in", dead);
        var client = TcpClient.connect(proxy.port("in"))) {
      assertThat(client.readAll()).isEmpty();
      assertThat(proxy.stat("cluster.echo.upstream_cx_connect_fail")).isEqualTo(1);
      assertThat(proxy.stat("cluster.echo.upstream_cx_connect_attempts_exceeded")).isEqualTo(1);
    }
  }

  @Test
  void closesIdleConnections() throws Exception {
    try (var upstream = TcpServer.echo();
        var proxy =
            new RunningProxy(
                Yaml.bootstrap(
                    """
                    - name: in
                      address: {socket_address: {address: 127.0.0.1, port_value: 0}}
                      filter_chains:
                      - filters:
                    %s\
                    """
                        .formatted(Yaml.tcpProxy("echo", "idle_timeout: 0.2s").indent(4)),
                    Yaml.cluster("echo", upstream.port(), "")));
        var client = TcpClient.connect(proxy.port("in"))) {
      assertThat(client.send("a").readAll()).isEqualTo("a");
      assertThat(proxy.stat("tcp.test.idle_timeout")).isEqualTo(1);
    }
  }

  @Test
  void joinsTwoProxiesByMutualTls() throws Exception {
    var authority = TestAuthority.of("cluster.local");
    var cart = authority.issue(CART).writeTo(folder.resolve("cart"));
    var pay = authority.issue(PAY).writeTo(folder.resolve("pay"));
    String require = "require_client_certificate: true";
    try (var upstream = TcpServer.echo();
        var server =
            new RunningProxy(
                Yaml.bootstrap(
                    tlsListener("inbound", Yaml.tls(false, pay, CART, require), "echo"),
                    Yaml.cluster("echo", upstream.port(), "")));
        var client =
            new RunningProxy(
                Yaml.bootstrap(
                    Yaml.listener("outbound", "pay", ""),
                    Yaml.cluster(
                        "pay",
                        server.port("inbound"),
                        Yaml.tls(true, cart, PAY, "sni: outbound_.80_._.pay"))));
        var stranger =
            new RunningProxy(
                Yaml.bootstrap(
                    Yaml.listener("outbound", "pay", ""),
                    Yaml.cluster("pay", server.port("inbound"), Yaml.tls(true, pay, PAY, ""))))) {
      for (int round = 0; round < 10; round++) {
        try (var connection = TcpClient.connect(client.port("outbound"))) {
          assertThat(connection.send("secret").endOutput().readAll()).isEqualTo("secretBYE");
        }
      }
      try (var connection = TcpClient.connect(stranger.port("outbound"))) {
        assertThat(connection.readAll()).isEmpty();
      }
      assertThat(server.stat("listener.127.0.0.1_0.ssl.handshake")).isEqualTo(10);
      assertThat(server.stat("listener.127.0.0.1_0.ssl.fail_verify_san")).isEqualTo(1);
      assertThat(client.stat("cluster.pay.ssl.handshake")).isEqualTo(10);
    }
  }

  @Test
  void listensOnAUnixSocketAndConnectsToOne() throws Exception {
    Path in = folder.resolve("in.sock");
    Path up = folder.resolve("up.sock");
    try (var upstream = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      upstream.bind(UnixDomainSocketAddress.of(up));
      Thread.ofVirtual().start(() -> greet(upstream));
      String listener =
          """
          - name: in
            address: {pipe: {path: "%s", mode: 384}}
            filter_chains:
            - filters:
          %s\
          """
              .formatted(in, Yaml.tcpProxy("up").indent(4));
      String cluster =
          """
          - name: up
            load_assignment:
              cluster_name: up
              endpoints: [{lb_endpoints: [{endpoint: {address: {pipe: {path: "%s"}}}}]}]
          """
              .formatted(up);
      try (var proxy = new RunningProxy(Yaml.bootstrap(listener, cluster));
          var client = SocketChannel.open(UnixDomainSocketAddress.of(in))) {
        var buffer = ByteBuffer.allocate(5);
        while (buffer.hasRemaining() && client.read(buffer) >= 0) {
          Thread.onSpinWait();
        }
        assertThat(new String(buffer.array())).isEqualTo("hello");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(in)))
            .isEqualTo("rw-------");
        assertThat(proxy.stat("cluster.up.upstream_cx_total")).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesTunnelingByName() {
    assertThatThrownBy(
            () ->
                new RunningProxy(
                    Yaml.bootstrap(
                        """
                        - name: in
                          address: {socket_address: {address: 127.0.0.1, port_value: 0}}
                          filter_chains:
                          - filters:
                        %s\
                        """
                            .formatted(
                                Yaml.tcpProxy("echo", "tunneling_config: {hostname: a}").indent(4)),
                        Yaml.cluster("echo", 1, ""))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "static_resources.listeners[0].filter_chains[0].filters[0].typed_config.tunneling_config");
  }

  private static void greet(ServerSocketChannel upstream) {
    try (var connection = upstream.accept();
        var out = Channels.newOutputStream(connection)) {
      out.write("hello".getBytes());
      out.flush();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String tlsListener(String name, String transportSocket, String cluster) {
    return """
    - name: %s
      address: {socket_address: {address: 127.0.0.1, port_value: 0}}
      filter_chains:
      - filters:
    %s
    %s
    """
        .formatted(
            name,
            Yaml.tcpProxy(cluster).indent(4).stripTrailing(),
            transportSocket.indent(4).stripTrailing());
  }

  private static RunningProxy proxy(String listener, int upstream) {
    return new RunningProxy(
        Yaml.bootstrap(Yaml.listener(listener, "echo", ""), Yaml.cluster("echo", upstream, "")),
        Duration.ofSeconds(2));
  }
}
