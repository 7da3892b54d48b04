package mesh.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import mesh.config.InvalidConfigException;
import mesh.proxy.file.FileWatch;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.peer.NameType;
import mesh.proxy.tls.peer.SubjectName;
import mesh.proxy.tls.secret.Secrets;
import mesh.proxy.xds.TestSources;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's TLS, against itself and against BoringSSL. */
class JdkTlsTest {

  private static final TestAuthority AUTHORITY = TestAuthority.of("cluster.local");
  private static final String CART = "spiffe://cluster.local/ns/shop/sa/cart";
  private static final String PAY = "spiffe://cluster.local/ns/shop/sa/pay";
  private static final String ALPN = "alpn_protocols: 'h2' alpn_protocols: 'http/1.1'";

  private final Stats listener = Stats.root().scope("listener.test");
  private final Stats cluster = Stats.root().scope("cluster.test");

  @ParameterizedTest
  @EnumSource(TlsLibrary.class)
  void bothSidesKnowEachOtherByName(TlsLibrary other) {
    var server = server(TlsLibrary.JDK, mutual(PAY, CART), true);
    var client = client(other, mutual(CART, PAY) + newest("TLSv1_3"), "pay.test");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.server.failures).isEmpty();
      var seen = wire.server.info.tls();
      assertThat(seen).isNotNull();
      assertThat(seen.verified()).isTrue();
      assertThat(seen.serverName()).isEqualTo("pay.test");
      assertThat(seen.alpn()).isEqualTo("h2");
      assertThat(seen.version()).isEqualTo("TLSv1.3");
      assertThat(SubjectName.values(seen.peerLeaf(), NameType.URI)).containsExactly(CART);
      assertThat(wire.client.info.tls().verified()).isTrue();
      wire.send(wire.client, "hello");
      assertThat(wire.server.read()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsLibrary.class)
  void isAClientOfEitherLibrary(TlsLibrary other) {
    var server = server(other, mutual(PAY, CART), true);
    var client = client(TlsLibrary.JDK, mutual(CART, PAY) + newest("TLSv1_2"), "pay");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.client.info.transportFailure()).isEmpty();
      assertThat(wire.client.info.tls().version()).isEqualTo("TLSv1.2");
      assertThat(wire.client.info.tls().cipher()).isEqualTo("ECDHE-ECDSA-AES128-GCM-SHA256");
      assertThat(wire.server.info.tls().verified()).isTrue();
      wire.send(wire.server, "hello");
      assertThat(wire.client.read()).isEqualTo("hello");
    }
  }

  @Test
  void refusesAClientOfAnotherName() {
    var server = server(TlsLibrary.JDK, mutual(PAY, PAY), true);
    var client = client(TlsLibrary.JDK, mutual(CART, PAY) + newest("TLSv1_3"), "");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.server.ready).isFalse();
      assertThat(wire.server.info.transportFailure())
          .isEqualTo(
              "TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:"
                  + "verify cert failed: SAN matcher, certificate SANs are ["
                  + CART
                  + "]:TLS_error_end");
    }
    assertThat(listener.scope("ssl").counter("fail_verify_san").value()).isEqualTo(1);
  }

  @Test
  void refusesAServerOfAnotherName() {
    var server = server(TlsLibrary.JDK, mutual(PAY, CART), true);
    var client = client(TlsLibrary.JDK, mutual(CART, CART) + newest("TLSv1_3"), "");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.client.ready).isFalse();
      assertThat(wire.client.info.transportFailure()).contains("verify cert failed: SAN matcher");
    }
    assertThat(cluster.scope("ssl").counter("fail_verify_san").value()).isEqualTo(1);
  }

  @Test
  void refusesAClientWithoutCertificate() {
    var server = server(TlsLibrary.JDK, mutual(PAY, CART), true);
    var client = client(TlsLibrary.JDK, trust(PAY), "");

    try (var wire = TlsWire.connect(client, server)) {
      assertThat(wire.server.ready).isFalse();
      assertThat(wire.server.info.transportFailure())
          .isEqualTo(
              "TLS_error:|268435648:SSL"
                  + " routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE:peer did not"
                  + " provide required client certificate:TLS_error_end");
    }
    assertThat(listener.scope("ssl").counter("fail_verify_no_cert").value()).isEqualTo(1);
  }

  @Test
  void picksTheCertificateOfTheName() {
    var server = server(TlsLibrary.JDK, certificate("a.test") + certificate("*.b.test"), false);
    var client = client(TlsLibrary.JDK, newest("TLSv1_3"), "");

    for (var expected : List.of(List.of("x.b.test", "*.b.test"), List.of("a.test", "a.test"))) {
      var target = new TlsTarget("", expected.getFirst(), List.of());
      try (var wire = TlsWire.connect(client, server, target)) {
        assertThat(wire.client.info.transportFailure()).isEmpty();
        assertThat(SubjectName.values(wire.client.info.tls().peerLeaf(), NameType.DNS))
            .contains(expected.getLast());
      }
    }
  }

  @Test
  void offersNoGroupThatWasNotNamed() {
    var server = server(TlsLibrary.JDK, certificate(PAY) + groups("'P-384'"), false);
    var one = client(TlsLibrary.JDK, groups("'X25519'"), "");
    var both = client(TlsLibrary.JDK, groups("'X25519', 'P-384'"), "");

    try (var wire = TlsWire.connect(one, server)) {
      assertThat(wire.client.ready).isFalse();
    }
    try (var wire = TlsWire.connect(both, server)) {
      assertThat(wire.client.ready).isTrue();
    }
  }

  @Test
  void refusesWhatItHasNoSwitchFor() {
    assertThatThrownBy(
            () ->
                contexts(TlsLibrary.JDK)
                    .downstream(
                        DownstreamTlsConfig.parse(
                            proto(
                                "common_tls_context {"
                                    + certificate(PAY)
                                    + "} disable_stateless_session_resumption: true",
                                DownstreamTlsContext.class)),
                        "test",
                        listener))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "disable_stateless_session_resumption: true (expected: nothing where netty-tcnative"
                + " does not load: the JDK's TLS has no such switch)");
  }

  private DownstreamTls server(TlsLibrary library, String common, boolean certificateWanted) {
    var proto =
        proto(
            "common_tls_context {%s} require_client_certificate { value: %s }"
                .formatted(common + ALPN, certificateWanted),
            DownstreamTlsContext.class);
    return contexts(library).downstream(DownstreamTlsConfig.parse(proto), "test", listener);
  }

  private UpstreamTls client(TlsLibrary library, String common, String sni) {
    var proto =
        proto(
            "common_tls_context {%s} sni: '%s'".formatted(common + ALPN, sni),
            UpstreamTlsContext.class);
    return contexts(library).upstream(UpstreamTlsConfig.parse(proto), "test", cluster);
  }

  private static String mutual(String own, String peer) {
    return certificate(own) + trust(peer);
  }

  private static String newest(String version) {
    return "tls_params { tls_maximum_protocol_version: " + version + " }";
  }

  private static String groups(String names) {
    return "tls_params { tls_maximum_protocol_version: TLSv1_3 ecdh_curves: [" + names + "] }";
  }

  private static String certificate(String name) {
    var issued = AUTHORITY.issue(name);
    return """
    tls_certificates {
      certificate_chain { inline_string: "%s" }
      private_key { inline_string: "%s" }
    }
    """
        .formatted(escaped(issued.certificatePem()), escaped(issued.keyPem()));
  }

  private static String trust(String name) {
    return """
    validation_context {
      trusted_ca { inline_string: "%s" }
      match_typed_subject_alt_names { san_type: URI matcher { exact: "%s" } }
    }
    """
        .formatted(escaped(AUTHORITY.rootPem()), name);
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

  private static TlsContexts contexts(TlsLibrary library) {
    var files = FileWatch.polling(Executors.newSingleThreadScheduledExecutor(), Duration.ofDays(1));
    return new TlsContexts(
        library,
        new Secrets(List.of(), TestSources.NONE, Stats.root()),
        files,
        System::currentTimeMillis);
  }
}
