package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.identity.client.IdentitySettings;
import mesh.testkit.TestAuthority;
import mesh.testkit.TestCa;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the proxy's own, from an authority. */
@Timeout(60)
class IdentityIT {

  private static final TestAuthority AUTHORITY = TestAuthority.of("cluster.local");
  private static final String CART = "spiffe://cluster.local/ns/shop/sa/cart";
  private static final String PAY = "spiffe://cluster.local/ns/shop/sa/pay";
  private static final Duration DAY = Duration.ofHours(24);

  @TempDir Path folder;

  @BeforeEach
  void writeRoot() throws IOException {
    Files.writeString(folder.resolve("root.pem"), AUTHORITY.rootPem());
  }

  @Test
  void takesNewCertificatesWhileConnectionsLive() throws Exception {
    var client = AUTHORITY.issue(CART);
    try (var ca = TestCa.of(AUTHORITY).token("pay-token", PAY);
        var echo = TcpServer.echo();
        var proxy = server(echo.port(), settings(ca.address(), "pay", PAY, Duration.ofSeconds(4)));
        var old = TcpClient.tls(proxy.port("in"), "pay", client)) {
      assertThat(old.send("x").read(1)).isEqualTo("x");
      BigInteger first = old.serverCertificate().getSerialNumber();

      BigInteger second = serialOtherThan(first, proxy, client);
      BigInteger third = serialOtherThan(second, proxy, client);

      assertThat(third).isNotEqualTo(second).isNotEqualTo(first);
      assertThat(old.send("y").read(1)).isEqualTo("y");
      assertThat(ca.callers()).startsWith("token", "certificate", "certificate");
      assertThat(proxy.stat("sds.default.update_success")).isGreaterThanOrEqualTo(3);
      assertThat(proxy.stat("sds.ROOTCA.update_success")).isEqualTo(1);
      assertThat(proxy.stat("listener.127.0.0.1_0.ssl.connection_error")).isZero();
    }
  }

  @Test
  void admitsOnlyWhoIsOfTheMesh() throws Exception {
    try (var ca = TestCa.of(AUTHORITY).token("pay-token", PAY);
        var echo = TcpServer.echo();
        var proxy = server(echo.port(), settings(ca.address(), "pay", PAY, DAY))) {
      var stranger = TestAuthority.of("elsewhere.test").issue(CART);

      assertThatThrownBy(() -> talk(TcpClient.tls(proxy.port("in"), "pay", stranger)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> talk(TcpClient.tls(proxy.port("in"), "pay", null)))
          .isInstanceOf(IOException.class);
      assertThat(talk(TcpClient.tls(proxy.port("in"), "pay", AUTHORITY.issue(CART))))
          .isEqualTo("x");
    }
  }

  @Test
  void speaksToAnotherProxyThroughAStaticCluster() throws Exception {
    try (var ca = TestCa.of(AUTHORITY).token("pay-token", PAY).token("cart-token", CART);
        var echo = TcpServer.echo();
        var server = server(echo.port(), settings(ca.address(), "pay", PAY, DAY));
        var client =
            new RunningProxy(
                client(server.port("in"), PAY), settings(ca.address(), "cart", CART, DAY));
        var connection = TcpClient.connect(client.port("out"))) {
      assertThat(connection.send("x").read(1)).isEqualTo("x");
      assertThat(client.stat("cluster.mesh.ssl.handshake")).isEqualTo(1);
      assertThat(client.admin("GET", "/certs")).contains(CART).contains("\"ca_cert\"");
      assertThat(client.admin("GET", "/config_dump?resource=dynamic_active_secrets"))
          .doesNotContain("PRIVATE KEY");
    }
  }

  @Test
  void startsBeforeItsAuthorityAndWaits() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var echo = TcpServer.echo();
        var proxy = server(echo.port(), settings("localhost:" + port, "pay", PAY, DAY))) {
      assertThatThrownBy(() -> talk(TcpClient.tls(proxy.port("in"), "pay", AUTHORITY.issue(CART))))
          .isInstanceOf(IOException.class);
      assertThat(proxy.stat("sds.default.init_fetch_timeout")).isEqualTo(1);
      assertThat(proxy.rooms().identity.status().failure())
          .startsWith("localhost:" + port + " cannot be reached: ");

      try (var ca = TestCa.of(AUTHORITY, port).token("pay-token", PAY)) {
        proxy.await("sds.default.update_success", 1);

        assertThat(talk(TcpClient.tls(proxy.port("in"), "pay", AUTHORITY.issue(CART))))
            .isEqualTo("x");
        assertThat(ca.callers()).containsExactly("token");
      }
    }
  }

  @Test
  void goesOnAfterARestartWithoutTokenAndAuthority() throws Exception {
    String address;
    try (var ca = TestCa.of(AUTHORITY).token("pay-token", PAY);
        var echo = TcpServer.echo();
        var proxy = server(echo.port(), settings(ca.address(), "pay", PAY, DAY))) {
      address = ca.address();
      assertThat(talk(TcpClient.tls(proxy.port("in"), "pay", AUTHORITY.issue(CART))))
          .isEqualTo("x");
    }
    Files.delete(folder.resolve("pay.token"));

    try (var echo = TcpServer.echo();
        var proxy = server(echo.port(), read(address, "pay", PAY, DAY))) {
      assertThat(talk(TcpClient.tls(proxy.port("in"), "pay", AUTHORITY.issue(CART))))
          .isEqualTo("x");
    }
  }

  @Test
  void withoutIdentityThereMustBeSuchACluster() {
    assertThatThrownBy(() -> server(1, null))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "sds_config.api_config_source.grpc_services[0].envoy_grpc.cluster_name: sds-grpc"
                + " (expected: a cluster of static_resources.clusters");
  }

  private static RunningProxy server(int upstream, IdentitySettings identity) {
    String tls =
        """
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
            require_client_certificate: true
            common_tls_context:
        """
            + secrets("spiffe://cluster.local/", "prefix").indent(6);
    return new RunningProxy(
        Yaml.bootstrap(
            TcpProxyIT.tlsListener("in", tls, "echo"), Yaml.cluster("echo", upstream, "")),
        identity);
  }

  private static String client(int port, String server) {
    String tls =
        """
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
            common_tls_context:
        """
            + secrets(server, "exact").indent(6);
    return Yaml.bootstrap(
        TcpProxyIT.tlsListener("out", "", "mesh"), Yaml.cluster("mesh", port, tls));
  }

  // As Istio writes it.
  private static String secrets(String peer, String match) {
    String source =
        "{resource_api_version: V3, initial_fetch_timeout: 1s, api_config_source: {api_type: GRPC,"
            + " transport_api_version: V3, set_node_on_first_message_only: true,"
            + " grpc_services: [{envoy_grpc: {cluster_name: sds-grpc}}]}}";
    return """
    tls_certificate_sds_secret_configs: [{name: default, sds_config: %s}]
    combined_validation_context:
      default_validation_context:
        match_typed_subject_alt_names: [{san_type: URI, matcher: {%s: "%s"}}]
      validation_context_sds_secret_config: {name: ROOTCA, sds_config: %s}
    """
        .formatted(source, match, peer, source);
  }

  private IdentitySettings settings(String ca, String name, String id, Duration ttl)
      throws IOException {
    Files.writeString(folder.resolve(name + ".token"), name + "-token");
    return read(ca, name, id, ttl);
  }

  private IdentitySettings read(String ca, String name, String id, Duration ttl) {
    return new IdentitySettings.Written(
            ca,
            folder.resolve("root.pem"),
            null,
            folder.resolve(name + ".token"),
            folder.resolve(name + "-state"),
            id,
            ttl)
        .read("mesh.proxy.identity");
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
      Thread.sleep(50);
    }
    return before;
  }

  private static String talk(TcpClient connected) throws IOException {
    try (connected) {
      String answer = connected.send("x").read(1);
      if (answer.isEmpty()) {
        throw new IOException("closed");
      }
      return answer;
    }
  }
}
