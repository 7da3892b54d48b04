package mesh.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import mesh.proxy.connection.CertificateNames;
import mesh.proxy.file.FileWatch;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.secret.Secrets;
import mesh.proxy.xds.Clock;
import mesh.proxy.xds.source.LiveSources;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandshakeTest {

  private static final TestAuthority AUTHORITY = TestAuthority.of("cluster.local");
  private static final TestAuthority STRANGER = TestAuthority.of("elsewhere.test");
  private static final String CART = "spiffe://cluster.local/ns/shop/sa/cart";
  private static final String PAY = "spiffe://cluster.local/ns/shop/sa/pay";

  @TempDir Path folder;

  private final Stats stats = Stats.root();
  private final Stats listener = stats.scope("listener.test");
  private final Stats cluster = stats.scope("cluster.test");
  private TlsContexts contexts = contexts();

  @Test
  void bothSidesKnowEachOtherByName() {
    var server =
        server(certificate(PAY) + trust("URI", CART), "require_client_certificate { value: true }");
    var client =
        client(
            certificate(CART) + trust("URI", PAY) + "alpn_protocols: 'h2'",
            "sni: 'outbound_.80_._.pay'");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.server.failures).isEmpty();
      assertThat(wire.client.ready).isTrue();
      assertThat(wire.server.ready).isTrue();
      var seen = wire.server.info.tls();
      assertThat(seen).isNotNull();
      assertThat(seen.verified()).isTrue();
      assertThat(seen.serverName()).isEqualTo("outbound_.80_._.pay");
      assertThat(wire.client.info.tls().verified()).isTrue();
      assertThat(wire.client.info.tls().version()).isEqualTo("TLSv1.2");
      assertThat(wire.client.info.tls().cipher()).isEqualTo("ECDHE-ECDSA-AES128-GCM-SHA256");
      wire.send(wire.client, "hello");
      assertThat(wire.server.read()).isEqualTo("hello");
    }
    assertThat(listener.scope("ssl").counter("handshake").value()).isEqualTo(1);
    assertThat(listener.scope("ssl").counter("versions.TLSv1.2").value()).isEqualTo(1);
    assertThat(listener.scope("ssl").counter("curves.X25519").value()).isEqualTo(1);
  }

  @Test
  void refusesAClientOfAnotherName() {
    var server =
        server(certificate(PAY) + trust("URI", PAY), "require_client_certificate { value: true }");
    var client = client(certificate(CART) + trust("URI", PAY), "");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.server.ready).isFalse();
      assertThat(wire.server.info.transportFailure())
          .isEqualTo(
              "TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:"
                  + "verify cert failed: SAN matcher, certificate SANs are ["
                  + CART
                  + "]:TLS_error_end");
      assertThat(wire.client.info.transportFailure())
          .startsWith(
              "TLS_error:|268436502:SSL routines:OPENSSL_internal:SSLV3_ALERT_CERTIFICATE_UNKNOWN");
    }
    assertThat(listener.scope("ssl").counter("fail_verify_san").value()).isEqualTo(1);
    assertThat(cluster.scope("ssl").counter("connection_error").value()).isEqualTo(1);
  }

  @Test
  void refusesAServerOfAnotherAuthority() {
    var server = server(certificate(STRANGER, PAY), "");
    var client = client(certificate(CART) + trust("URI", PAY), "");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.client.info.transportFailure())
          .isEqualTo(
              "TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify"
                  + " cert failed: X509_verify_cert: certificate verification error at depth 0:"
                  + " unable to get local issuer certificate:TLS_error_end");
    }
    assertThat(cluster.scope("ssl").counter("fail_verify_error").value()).isEqualTo(1);
  }

  @Test
  void refusesAClientWithoutCertificate() {
    var server =
        server(certificate(PAY) + trust("URI", CART), "require_client_certificate { value: true }");
    var client = client(trust("URI", PAY), "");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.server.info.transportFailure())
          .isEqualTo(
              "TLS_error:|268435648:SSL"
                  + " routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE:peer did not"
                  + " provide required client certificate:TLS_error_end");
    }
    assertThat(listener.scope("ssl").counter("fail_verify_no_cert").value()).isEqualTo(1);
  }

  @Test
  void resumesASessionInEitherVersion() {
    var server =
        server(certificate(PAY) + trust("URI", CART), "require_client_certificate { value: true }");
    for (String version : List.of("TLSv1_2", "TLSv1_3")) {
      var client =
          client(
              certificate(CART)
                  + trust("URI", PAY)
                  + "tls_params { tls_maximum_protocol_version: "
                  + version
                  + " }",
              "");
      long before = listener.scope("ssl").counter("session_reused").value();

      for (int round = 0; round < 2; round++) {
        try (var wire = TlsWire.connect(client, server)) {
          wire.send(wire.server, "ticket");
          assertThat(wire.client.info.transportFailure()).isEmpty();
          assertThat(wire.server.info.tls().peer()).hasSize(1);
          assertThat(wire.server.info.tls().verified()).isTrue();
          assertThat(CertificateNames.uris(wire.client.info.tls().local())).containsExactly(CART);
          assertThat(CertificateNames.uris(wire.server.info.tls().local())).containsExactly(PAY);
        }
      }

      assertThat(listener.scope("ssl").counter("session_reused").value() - before)
          .as(version)
          .isEqualTo(1);
    }
  }

  @Test
  void picksTheCertificateOfTheName() {
    var server = server(certificate("a.test") + certificate("*.b.test"), "");
    var client = client("", "");

    assertThat(leafNames(client, server, "a.test")).contains("a.test");
    assertThat(leafNames(client, server, "x.b.test")).contains("*.b.test");
    assertThat(leafNames(client, server, "other.test")).contains("a.test");
  }

  @Test
  void checksTheNameThatWasAskedFor() {
    var server = server(certificate("a.test"), "");
    var client = client(trustOnly(), "sni: 'a.test' auto_sni_san_validation: true");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.client.ready).isTrue();
    }
    try (var wire = TlsWire.connect(client, server, new TlsTarget("", "b.test", List.of()))) {
      assertThat(wire.client.info.transportFailure()).contains("verify cert failed: SAN matcher");
    }
    try (var wire = TlsWire.connect(client, server, new TlsTarget("", "", List.of("c.test")))) {
      assertThat(wire.client.info.transportFailure())
          .contains(
              "verify cert failed: verify SAN list, expected SANs: [c.test], certificate SANs:"
                  + " [a.test]");
    }
  }

  @Test
  void failsUntilTheSecretIsThere() throws Exception {
    Files.writeString(folder.resolve("empty"), "{}");
    var server = server(certificate(PAY), "");
    var client =
        contexts.upstream(
            UpstreamTlsConfig.parse(
                proto(
                    """
                    common_tls_context {
                      tls_certificate_sds_secret_configs { name: "c" sds_config { path: "%s/empty" } }
                    }
                    """
                        .formatted(folder),
                    UpstreamTlsContext.class)),
            "test",
            cluster);

    assertThat(client.isReady()).isFalse();
    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.client.info.transportFailure())
          .isEqualTo("TLS error: Secret is not supplied by SDS");
    }
    assertThat(
            cluster
                .scope("client_ssl_socket_factory")
                .counter("upstream_context_secrets_not_ready")
                .value())
        .isEqualTo(1);
  }

  @Test
  void clustersWithEqualSettingsShareOneContext() {
    String common = certificate(CART) + trust("URI", PAY);

    client(common, "sni: 'a'");
    client(common, "sni: 'b'");

    assertThat(contexts.inUse()).hasSize(1);
  }

  private List<String> leafNames(UpstreamTls client, DownstreamTls server, String name) {
    try (var wire = TlsWire.connect(client, server, new TlsTarget("", name, List.of()))) {
      assertThat(wire.client.info.transportFailure()).isEmpty();
      return mesh.proxy.tls.peer.SubjectName.values(
          wire.client.info.tls().peerLeaf(), mesh.proxy.tls.peer.NameType.DNS);
    }
  }

  private DownstreamTls server(String common, String rest) {
    var proto = proto("common_tls_context {" + common + "}" + rest, DownstreamTlsContext.class);
    return contexts.downstream(DownstreamTlsConfig.parse(proto), "test", listener);
  }

  private UpstreamTls client(String common, String rest) {
    var proto = proto("common_tls_context {" + common + "}" + rest, UpstreamTlsContext.class);
    return contexts.upstream(UpstreamTlsConfig.parse(proto), "test", cluster);
  }

  private static String certificate(String name) {
    return certificate(AUTHORITY, name);
  }

  private static String certificate(TestAuthority authority, String name) {
    var issued = authority.issue(name);
    return """
    tls_certificates {
      certificate_chain { inline_string: "%s" }
      private_key { inline_string: "%s" }
    }
    """
        .formatted(escaped(issued.certificatePem()), escaped(issued.keyPem()));
  }

  private static String trustOnly() {
    return "validation_context { trusted_ca { inline_string: \"%s\" } }"
        .formatted(escaped(AUTHORITY.rootPem()));
  }

  private static String trust(String type, String name) {
    return """
    validation_context {
      trusted_ca { inline_string: "%s" }
      match_typed_subject_alt_names { san_type: %s matcher { exact: "%s" } }
    }
    """
        .formatted(escaped(AUTHORITY.rootPem()), type, name);
  }

  private static String escaped(String text) {
    return text.replace("\r", "").replace("\n", "\\n");
  }

  private static <M extends Message> M proto(String text, Class<M> type) {
    try {
      return TextFormat.parse(text, type);
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static TlsContexts contexts() {
    var files = FileWatch.polling(Executors.newSingleThreadScheduledExecutor(), Duration.ofDays(1));
    var sources = new LiveSources(Runnable::run, files, Clock.SYSTEM, null);
    return new TlsContexts(
        new Secrets(List.of(), sources, Stats.root()), files, System::currentTimeMillis);
  }
}
