package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import mesh.testkit.TestAuthority;
import mesh.testkit.TestAuthority.PemFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsListenerIT {

  private static final TestAuthority AUTHORITY = TestAuthority.of("cluster.local");
  private static final String CART = "spiffe://cluster.local/ns/shop/sa/cart";
  private static final String PAY = "spiffe://cluster.local/ns/shop/sa/pay";
  private static final String INSPECTOR =
      """
      listener_filters:
      - name: envoy.filters.listener.tls_inspector
        typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector}
      """;

  @TempDir Path folder;
  private TcpServer a;
  private TcpServer b;
  private TcpServer plain;

  @BeforeEach
  void startUpstreams() {
    a = TcpServer.greeting("I am a");
    b = TcpServer.greeting("I am b");
    plain = TcpServer.greeting("I am plain");
  }

  @Test
  void choosesTheChainByServerName() throws Exception {
    try (var proxy = gateway()) {
      int port = proxy.port("gateway");
      assertThat(greeting(TcpClient.tls(port, "a.test", null))).isEqualTo("I am a");
      assertThat(greeting(TcpClient.tls(port, "any.b.test", null))).isEqualTo("I am b");
      assertThat(proxy.stat("tls_inspector.sni_found")).isEqualTo(2);
    }
  }

  @Test
  void letsPlaintextHaveAChainOfItsOwn() throws Exception {
    try (var proxy = gateway();
        var client = TcpClient.connect(proxy.port("gateway"))) {
      assertThat(client.send("plaintext").read(10)).isEqualTo("I am plain");
      assertThat(proxy.stat("tls_inspector.tls_not_found")).isEqualTo(1);
    }
  }

  @Test
  void closesAConnectionThatNoChainIsFor() throws Exception {
    try (var proxy = gateway()) {
      assertThatThrownBy(() -> greeting(TcpClient.tls(proxy.port("gateway"), "else.test", null)))
          .isInstanceOf(IOException.class);
      proxy.await("listener.127.0.0.1_0.no_filter_chain_match", 1);
    }
  }

  @Test
  void admitsTheClientWhoseNameIsAllowedAndNoOther() throws Exception {
    PemFiles own = AUTHORITY.issue(PAY).writeTo(folder.resolve("pay"));
    try (var proxy = mutual(own)) {
      int port = proxy.port("in");
      assertThat(greeting(TcpClient.tls(port, "pay", AUTHORITY.issue(CART)))).isEqualTo("I am a");
      assertThatThrownBy(() -> greeting(TcpClient.tls(port, "pay", AUTHORITY.issue(PAY))))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> greeting(TcpClient.tls(port, "pay", null)))
          .isInstanceOf(IOException.class);
      var stranger = TestAuthority.of("elsewhere.test").issue(CART);
      assertThatThrownBy(() -> greeting(TcpClient.tls(port, "pay", stranger)))
          .isInstanceOf(IOException.class);

      proxy.await("listener.127.0.0.1_0.ssl.fail_verify_san", 1);
      // The JDK shows no certificate of an authority that the server does not name.
      proxy.await("listener.127.0.0.1_0.ssl.fail_verify_no_cert", 2);
    }
  }

  @Test
  void takesNewCertificatesWhileConnectionsLive() throws Exception {
    Path live = folder.resolve("live");
    PemFiles own = AUTHORITY.issue(PAY).writeTo(live);
    var client = AUTHORITY.issue(CART);
    try (var echo = TcpServer.echo();
        var proxy = mutual(own, echo.port());
        var old = TcpClient.tls(proxy.port("in"), "pay", client)) {
      assertThat(old.send("x").read(1)).isEqualTo("x");
      BigInteger before = old.serverCertificate().getSerialNumber();

      replace(AUTHORITY.issue(PAY).writeTo(folder.resolve("next")), own);
      BigInteger after = serialOtherThan(before, proxy, client);

      assertThat(after).isNotEqualTo(before);
      assertThat(old.send("y").read(1)).isEqualTo("y");
    }
  }

  @Test
  void keepsTheLastGoodCertificateWhenTheNewOneIsBroken() throws Exception {
    PemFiles own = AUTHORITY.issue(PAY).writeTo(folder.resolve("live"));
    try (var proxy = mutual(own)) {
      Files.writeString(own.certificateChain(), "no certificate");
      Thread.sleep(Duration.ofMillis(2500)); // two looks at the files and some

      assertThat(greeting(TcpClient.tls(proxy.port("in"), "pay", AUTHORITY.issue(CART))))
          .isEqualTo("I am a");
    }
  }

  @Test
  void readsASecretOfAFile() throws Exception {
    PemFiles own = AUTHORITY.issue(PAY).writeTo(folder.resolve("live"));
    Path sds =
        Files.writeString(
            folder.resolve("sds.yaml"),
            """
            resources:
            - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
              name: default
              tls_certificate:
                certificate_chain: {filename: "%s"}
                private_key: {filename: "%s"}
            """
                .formatted(own.certificateChain(), own.key()));
    String transport =
        """
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
            common_tls_context:
              tls_certificate_sds_secret_configs:
              - {name: default, sds_config: {path_config_source: {path: "%s"}}}
        """
            .formatted(sds);
    try (var proxy =
        new RunningProxy(
            Yaml.bootstrap(
                TcpProxyIT.tlsListener("in", transport, "a"), Yaml.cluster("a", a.port(), "")))) {
      assertThat(greeting(TcpClient.tls(proxy.port("in"), "pay", null))).isEqualTo("I am a");
    }
  }

  private RunningProxy gateway() {
    PemFiles first = AUTHORITY.issue("a.test").writeTo(folder.resolve("a"));
    PemFiles second = AUTHORITY.issue("*.b.test").writeTo(folder.resolve("b"));
    String listener =
        """
        - name: gateway
          address: {socket_address: {address: 127.0.0.1, port_value: 0}}
        %s  filter_chains:
        %s%s%s\
        """
            .formatted(
                INSPECTOR.indent(2),
                chain("server_names: [a.test]", first, "a").indent(2),
                chain("server_names: ['*.b.test']", second, "b").indent(2),
                chain("transport_protocol: raw_buffer", null, "plain").indent(2));
    return new RunningProxy(
        Yaml.bootstrap(
            listener,
            Yaml.cluster("a", a.port(), "")
                + Yaml.cluster("b", b.port(), "")
                + Yaml.cluster("plain", plain.port(), "")));
  }

  private static String chain(String match, PemFiles files, String cluster) {
    String tls =
        files == null
            ? ""
            : """
            transport_socket:
              name: envoy.transport_sockets.tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                common_tls_context:
                  tls_certificates:
                  - certificate_chain: {filename: "%s"}
                    private_key: {filename: "%s"}
            """
                .formatted(files.certificateChain(), files.key());
    return "- filter_chain_match: {%s}\n  filters:\n%s%s"
        .formatted(match, Yaml.tcpProxy(cluster).indent(2), tls.indent(2));
  }

  private RunningProxy mutual(PemFiles own) {
    return mutual(own, a.port());
  }

  private static RunningProxy mutual(PemFiles own, int upstream) {
    return new RunningProxy(
        Yaml.bootstrap(
            TcpProxyIT.tlsListener(
                "in", Yaml.tls(false, own, CART, "require_client_certificate: true"), "a"),
            Yaml.cluster("a", upstream, "")));
  }

  private static BigInteger serialOtherThan(
      BigInteger before, RunningProxy proxy, TestAuthority.Issued client) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() - end < 0) {
      try (var fresh = TcpClient.tls(proxy.port("in"), "pay", client)) {
        BigInteger serial = fresh.serverCertificate().getSerialNumber();
        if (!serial.equals(before)) {
          return serial;
        }
      }
    }
    return before;
  }

  private static void replace(PemFiles from, PemFiles to) throws IOException {
    Files.move(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(from.certificateChain(), to.certificateChain(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String greeting(TcpClient connected) throws IOException {
    try (connected) {
      String greeting = connected.read(6);
      if (greeting.isEmpty()) {
        throw new IOException("closed");
      }
      return greeting;
    }
  }
}
