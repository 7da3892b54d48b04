package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mesh.config.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListenerIT {

  private static final String INSPECTOR =
      """
      listener_filters:
      - name: envoy.filters.listener.tls_inspector
        typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector}
      """;

  @Test
  void keepsConnectionsOfChainsThatStay() throws Exception {
    try (var one = TcpServer.echo();
        var two = TcpServer.greeting("two");
        var proxy = twoChains(one, two, "one");
        var stays = TcpClient.connect(proxy.port("in"))) {
      int port = proxy.port("in");
      assertThat(stays.send("a").read(1)).isEqualTo("a");

      proxy.apply(chains(port, "one", "two"));

      assertThat(stays.send("b").read(1)).isEqualTo("b");
      assertThat(proxy.stat("listener_manager.listener_in_place_updated")).isEqualTo(1);
      assertThat(proxy.stat("listener_manager.total_filter_chains_draining")).isEqualTo(1);

      proxy.apply(chains(port, "two", "two"));

      try (var fresh = TcpClient.connect(port)) {
        assertThat(fresh.read(3)).isEqualTo("two");
      }
      assertThat(stays.readAll()).isEmpty(); // cut when the drain time is over
    }
  }

  @Test
  void refusesChainsThatMatchTheSame() {
    assertThatThrownBy(() -> twoChains(null, null, "same"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("listeners[0].filter_chains[1].filter_chain_match")
        .hasMessageContaining("does not overlap");
  }

  @Test
  void refusesConnectionsAboveTheLimit() throws Exception {
    try (var upstream = TcpServer.echo();
        var proxy = proxy(upstream, "")) {
      proxy
          .rooms()
          .runtime
          .replace(Map.of("envoy.resource_limits.listener.in.connection_limit", 1.0));
      try (var first = TcpClient.connect(proxy.port("in"))) {
        assertThat(first.send("a").read(1)).isEqualTo("a");
        try (var second = TcpClient.connect(proxy.port("in"))) {
          assertThat(second.readAll()).isEmpty();
        }
        assertThat(proxy.stat("listener.127.0.0.1_0.downstream_cx_overflow")).isEqualTo(1);
      }
    }
  }

  @Test
  void closesConnectionsThatSayNothingInTime() throws Exception {
    try (var upstream = TcpServer.echo();
        var proxy = proxy(upstream, INSPECTOR + "listener_filters_timeout: 0.2s\n");
        var silent = TcpClient.connect(proxy.port("in"))) {
      assertThat(silent.readAll()).isEmpty();
      assertThat(proxy.stat("listener.127.0.0.1_0.downstream_pre_cx_timeout")).isEqualTo(1);
    }
  }

  @Test
  void goesOnWithConnectionsThatSayNothingIfToldTo() throws Exception {
    try (var upstream = TcpServer.greeting("hello");
        var proxy =
            proxy(
                upstream,
                INSPECTOR
                    + "listener_filters_timeout: 0.2s\n"
                    + "continue_on_listener_filters_timeout: true\n");
        var silent = TcpClient.connect(proxy.port("in"))) {
      assertThat(silent.read(5)).isEqualTo("hello");
    }
  }

  @Test
  void takesTheClientFromTheProxyHeader() throws Exception {
    String filter =
        """
        listener_filters:
        - name: envoy.filters.listener.proxy_protocol
          typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol}
        """;
    try (var upstream = TcpServer.echo();
        var proxy = proxy(upstream, filter);
        var client = TcpClient.connect(proxy.port("in"))) {
      client.send("PROXY TCP4 10.1.2.3 10.4.5.6 1111 80\r\nhello");
      assertThat(client.read(5)).isEqualTo("hello");
      assertThat(proxy.stat("proxy_proto.versions.v1.found")).isEqualTo(1);
    }
  }

  @Test
  void handsConnectionsToTheListenerOfTheirDestination() throws Exception {
    String filter =
        """
        use_original_dst: true
        listener_filters:
        - name: envoy.filters.listener.proxy_protocol
          typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol}
        """;
    String virtual =
        """
        - name: virtual
          address: {socket_address: {address: 10.4.5.6, port_value: 80}}
          bind_to_port: false
          filter_chains:
          - filters:
        %s\
        """
            .formatted(Yaml.tcpProxy("virtual").indent(4));
    try (var upstream = TcpServer.echo();
        var other = TcpServer.greeting("virtual");
        var proxy =
            new RunningProxy(
                Yaml.bootstrap(
                    Yaml.listener("in", "echo", filter) + virtual,
                    Yaml.cluster("echo", upstream.port(), "")
                        + Yaml.cluster("virtual", other.port(), "")));
        var client = TcpClient.connect(proxy.port("in"))) {
      client.send("PROXY TCP4 10.1.2.3 10.4.5.6 1111 80\r\n");
      assertThat(client.read(7)).isEqualTo("virtual");
      assertThat(proxy.stat("listener.10.4.5.6_80.downstream_cx_total")).isEqualTo(1);
    }
  }

  @Test
  void writesAnEntryForEveryConnection(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("access.log");
    String log =
        """
        access_log:
        - name: envoy.access_loggers.file
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
            path: %s
            log_format: {text_format_source: {inline_string: "%%BYTES_RECEIVED%% %%UPSTREAM_CLUSTER%%\\n"}}
        """
            .formatted(file);
    try (var upstream = TcpServer.echo();
        var proxy = proxy(upstream, log);
        var client = TcpClient.connect(proxy.port("in"))) {
      assertThat(client.send("hello").endOutput().readAll()).isEqualTo("helloBYE");
      proxy.await("listener.127.0.0.1_0.downstream_cx_destroy", 1);
    }
    assertThat(file).hasContent("5 echo");
  }

  @Test
  void balancesExactlyIfToldTo() throws Exception {
    try (var upstream = TcpServer.echo();
        var proxy = proxy(upstream, "connection_balance_config: {exact_balance: {}}\n")) {
      var clients = new java.util.ArrayList<TcpClient>();
      for (int at = 0; at < 6; at++) {
        var client = TcpClient.connect(proxy.port("in"));
        clients.add(client);
        assertThat(client.send("a").read(1)).isEqualTo("a");
      }
      assertThat(proxy.stat("listener.127.0.0.1_0.worker_0.downstream_cx_active")).isEqualTo(3);
      assertThat(proxy.stat("listener.127.0.0.1_0.worker_1.downstream_cx_active")).isEqualTo(3);
      for (TcpClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void stopsAcceptingAtOnceAndCutsWhatIsLeft() throws Exception {
    try (var upstream = TcpServer.echo()) {
      var proxy = proxy(upstream, "");
      int port = proxy.port("in");
      var client = TcpClient.connect(port);
      assertThat(client.send("a").read(1)).isEqualTo("a");

      var closing = Thread.ofVirtual().start(proxy::close);
      while (accepts(port)) {
        Thread.onSpinWait();
      }
      assertThat(client.send("b").read(1)).isEqualTo("b");
      assertThat(client.readAll()).isEmpty();
      closing.join();
      client.close();
    }
  }

  private static boolean accepts(int port) throws IOException {
    try (var probe = TcpClient.connect(port)) {
      return probe != null;
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      return true; // closed while it was accepted: look again
    }
  }

  private static RunningProxy proxy(TcpServer upstream, String listenerSettings) {
    return new RunningProxy(
        Yaml.bootstrap(
            Yaml.listener("in", "echo", listenerSettings),
            Yaml.cluster("echo", upstream.port(), "")),
        Duration.ofSeconds(1));
  }

  private static RunningProxy twoChains(TcpServer one, TcpServer two, String first) {
    boolean same = first.equals("same");
    return new RunningProxy(
        Yaml.bootstrap(
            "- " + (same ? sameChains() : chains(0, first, first)).indent(2).substring(2),
            Yaml.cluster("one", one == null ? 1 : one.port(), "")
                + Yaml.cluster("two", two == null ? 1 : two.port(), "")),
        Duration.ofSeconds(1));
  }

  /** A listener whose loopback chain goes to one cluster and whose other chain goes to another. */
  private static String chains(int port, String local, String remote) {
    return """
    name: in
    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
    filter_chains:
    - name: local
      filter_chain_match: {source_type: SAME_IP_OR_LOOPBACK}
      filters:
    %s- name: remote
      filter_chain_match: {source_type: EXTERNAL}
      filters:
    %s\
    """
        .formatted(Yaml.tcpProxy(local).indent(2), Yaml.tcpProxy(remote).indent(2));
  }

  private static String sameChains() {
    return """
    name: in
    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
    filter_chains:
    - filter_chain_match: {destination_port: 1, source_ports: [1, 2]}
      filters:
    %s- filter_chain_match: {destination_port: 1, source_ports: [2, 3]}
      filters:
    %s\
    """
        .formatted(Yaml.tcpProxy("one").indent(2), Yaml.tcpProxy("two").indent(2));
  }
}
