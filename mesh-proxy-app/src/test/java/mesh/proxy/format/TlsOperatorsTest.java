package mesh.proxy.format;

import static mesh.proxy.format.Streams.print;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.stream.StreamInfo;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;

class TlsOperatorsTest {

  private static final TestAuthority AUTHORITY = TestAuthority.of("cluster.local");
  private static final String SPIFFE = "spiffe://cluster.local/ns/a/sa/b";

  @Test
  void printsNothingWithoutTls() {
    assertThat(
            print(
                "%DOWNSTREAM_TLS_VERSION%|%UPSTREAM_PEER_SUBJECT%|%DOWNSTREAM_PEER_URI_SAN%",
                Streams.stream()))
        .isEqualTo("-|-|-");
  }

  @Test
  void printsNamesOfBothSides() {
    StreamInfo info = stream(AUTHORITY.issue(SPIFFE).certificate());

    assertThat(
            print(
                "%DOWNSTREAM_PEER_URI_SAN%|%DOWNSTREAM_PEER_DNS_SAN%|%DOWNSTREAM_LOCAL_URI_SAN%",
                info))
        .isEqualTo(SPIFFE + "|-|-");
    assertThat(
            print(
                "%DOWNSTREAM_TLS_VERSION%|%DOWNSTREAM_TLS_CIPHER%|%DOWNSTREAM_TLS_SESSION_ID%",
                info))
        .isEqualTo("TLSv1.3|TLS_AES_128_GCM_SHA256|-");
  }

  @Test
  void printsWhatIdentifiesACertificate() {
    X509Certificate certificate = AUTHORITY.issue(SPIFFE).certificate();
    StreamInfo info = stream(certificate);

    assertThat(print("%DOWNSTREAM_PEER_FINGERPRINT_256%", info)).matches("[0-9a-f]{64}");
    assertThat(print("%DOWNSTREAM_PEER_FINGERPRINT_1%", info)).matches("[0-9a-f]{40}");
    assertThat(Long.parseUnsignedLong(print("%DOWNSTREAM_PEER_SERIAL%", info).substring(0, 2), 16))
        .isNotNegative();
    assertThat(print("%DOWNSTREAM_PEER_SERIAL%", info).length() % 2).isZero();
    assertThat(print("%DOWNSTREAM_PEER_CHAIN_SERIALS%", info))
        .isEqualTo(print("%DOWNSTREAM_PEER_SERIAL%", info));
    assertThat(print("%DOWNSTREAM_PEER_CERT%", info))
        .startsWith("-----BEGIN%20CERTIFICATE-----%0A")
        .endsWith("%0A-----END%20CERTIFICATE-----%0A")
        .doesNotContain("+", "/", "=", " ");
    assertThat(print("%DOWNSTREAM_PEER_CERT_V_END(%s)%", info))
        .isEqualTo(Long.toString(certificate.getNotAfter().toInstant().getEpochSecond()));
  }

  private static StreamInfo stream(X509Certificate peer) {
    StreamInfo info = Streams.stream();
    info.connection.tls(
        new TlsInfo("TLSv1.3", "TLS_AES_128_GCM_SHA256", "", "", "", null, List.of(peer), true));
    return info;
  }
}
