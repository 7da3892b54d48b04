package mesh.ca.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import mesh.ca.authority.Authority;
import mesh.ca.authority.AuthorityCertificates;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;
import org.junit.jupiter.api.Test;

class IssuerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SpiffeId SHOP = SpiffeId.parse("spiffe://mesh/ns/default/sa/shop");

  private final SecureRandom random = new SecureRandom();
  private final AuthorityCertificates certificates =
      new AuthorityCertificates(random, new TrustDomain("mesh"));
  private final Authority authority = authority();
  private final Issuer issuer = new Issuer(() -> authority, random, InstantSource.fixed(NOW));

  @Test
  void givesTheFormOfAnSvid() throws Exception {
    X509Certificate made =
        issuer.issue(certificates.newKey().getPublic(), SHOP, Duration.ofHours(1)).parsed();

    made.verify(authority.signer().getPublicKey());
    assertThat(made.getSubjectX500Principal().getName()).isEmpty();
    assertThat(made.getSubjectAlternativeNames()).containsExactly(List.of(6, SHOP.toString()));
    assertThat(made.getCriticalExtensionOIDs())
        .contains("2.5.29.17", "2.5.29.15", "2.5.29.19"); // names, usage, constraints
    assertThat(made.getBasicConstraints()).isEqualTo(-1);
    assertThat(made.getKeyUsage())
        .containsExactly(true, false, true, false, false, false, false, false, false);
    assertThat(made.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(made.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void endsNoLaterThanTheAuthority() throws Exception {
    X509Certificate made =
        issuer.issue(certificates.newKey().getPublic(), SHOP, Duration.ofDays(30)).parsed();

    assertThat(made.getNotAfter()).isEqualTo(authority.signer().getNotAfter());
  }

  @Test
  void refusesLifetimesThatAreTooLong() {
    var lifetimes = new Lifetimes(Duration.ofHours(1), Duration.ofHours(2));

    assertThat(lifetimes.of(0)).isEqualTo(Duration.ofHours(1));
    assertThat(lifetimes.of(7200)).isEqualTo(Duration.ofHours(2));
    assertThatThrownBy(() -> lifetimes.of(7201))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("validity_duration: 7201 (expected: 1..7200 seconds, or 0)");
    assertThatThrownBy(() -> lifetimes.of(-1)).isInstanceOf(InvalidConfigException.class);
  }

  private Authority authority() {
    KeyPair rootKey = certificates.newKey();
    KeyPair key = certificates.newKey();
    X509Certificate root = certificates.root(rootKey, NOW, Duration.ofDays(20));
    X509Certificate signer =
        certificates.intermediate(key.getPublic(), rootKey, root, NOW, Duration.ofDays(10));
    return new Authority(key.getPrivate(), List.of(signer, root));
  }
}
