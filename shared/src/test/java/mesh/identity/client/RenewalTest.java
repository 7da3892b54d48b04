package mesh.identity.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mesh.identity.SpiffeId;
import mesh.testkit.TestAuthority;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {

  private static final String ID = "spiffe://cluster.local/ns/shop/sa/stock";
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestAuthority authority = TestAuthority.of("cluster.local");
  private final FakeAuthority calls = new FakeAuthority();
  private Instant now = Instant.now();
  private Path tokenFile;
  private Path state;
  private IdentitySettings settings;

  @BeforeEach
  void writeFiles(@TempDir Path folder) throws IOException {
    Path root = Files.writeString(folder.resolve("root.pem"), authority.rootPem());
    tokenFile = Files.writeString(folder.resolve("token"), "abc\n");
    state = folder.resolve("state");
    settings =
        new IdentitySettings(
            "localhost",
            8060,
            new PinnedRoots.InFile(root),
            tokenFile,
            state,
            SpiffeId.parse(ID),
            HOUR);
  }

  @Test
  void renewsAtHalfLifeWithTheCertificate() {
    Renewal renewal = renewal();
    Duration wait = renewal.attempt();
    Identity first = renewal.status().identity();

    assertThat(wait).isBetween(Duration.ofMinutes(26), Duration.ofMinutes(27)); // half a tenth less
    now = now.plus(Duration.ofMinutes(26));
    assertThat(renewal.attempt()).isPositive();
    assertThat(calls.proofs).hasSize(1);

    now = now.plus(Duration.ofMinutes(2));
    renewal.attempt();

    assertThat(calls.proofs).containsExactly(new Proof.Token("abc"), new Proof.Certificate(first));
    assertThat(renewal.status().identity().key()).isNotEqualTo(first.key());
  }

  @Test
  void jitterMakesItEarlierByATenthAtMost() {
    var renewal = new Renewal(settings, calls, () -> now, bound -> bound - 1);

    assertThat(renewal.attempt()).isBetween(Duration.ofMinutes(23), Duration.ofMinutes(24));
  }

  @Test
  void keepsKeyAndChainForTheNextStart() throws IOException {
    Renewal renewal = renewal();
    renewal.attempt();
    Identity first = renewal.status().identity();
    Files.delete(tokenFile);

    Renewal next = renewal();
    next.load();

    assertThat(next.status().identity()).isEqualTo(first);
    assertThat(next.attempt()).isPositive();
    assertThat(calls.proofs).hasSize(1);
    assertThat(PosixFilePermissions.toString(mode("identity.pem"))).isEqualTo("rw-------");
  }

  @Test
  void brokenStateNeedsAToken() throws IOException {
    Files.createDirectories(state);
    Files.writeString(state.resolve("identity.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA");

    Renewal renewal = renewal();
    renewal.load();
    renewal.attempt();

    assertThat(calls.proofs).containsExactly(new Proof.Token("abc"));
    assertThat(renewal.status().identity()).isNotNull();
  }

  @Test
  void stateOfAnotherIdentityIsNotUsed() throws IOException {
    renewal().attempt();
    settings =
        new IdentitySettings(
            settings.host(),
            settings.port(),
            settings.pinned(),
            tokenFile,
            state,
            SpiffeId.parse("spiffe://cluster.local/ns/shop/sa/other"),
            HOUR);

    Renewal renewal = renewal();
    renewal.load();

    assertThat(renewal.status().identity()).isNull();
  }

  @Test
  void goesOnWithWhatIsValidAndTriesMoreOftenThanItEnds() {
    Renewal renewal = renewal();
    renewal.attempt();
    Identity first = renewal.status().identity();
    calls.failure = NotSignedException.because("localhost:8060 cannot be reached: refused");
    now = now.plus(Duration.ofMinutes(31));

    int attempts = 0;
    while (now.isBefore(first.end())) {
      now = now.plus(renewal.attempt());
      attempts++;
    }

    assertThat(attempts).isBetween(60, 150); // within the half hour that is left
    assertThat(renewal.status().identity()).isEqualTo(first);
    assertThat(renewal.status().failure()).isEqualTo("localhost:8060 cannot be reached: refused");

    calls.failure = null;
    now = now.plus(Duration.ofMinutes(1));
    renewal.attempt(); // the certificate has expired, so by token

    assertThat(calls.proofs.getLast()).isEqualTo(new Proof.Token("abc"));
    assertThat(renewal.status().failure()).isNull();
  }

  @Test
  void shortCertificatesAreTriedForSeveralTimes() {
    settings =
        new IdentitySettings(
            settings.host(),
            settings.port(),
            settings.pinned(),
            tokenFile,
            state,
            settings.id(),
            Duration.ofSeconds(60));
    Renewal renewal = renewal();
    now = now.plus(renewal.attempt());
    Identity first = renewal.status().identity();
    calls.failure = NotSignedException.because("it is down");

    int attempts = 0;
    while (now.isBefore(first.end())) {
      now = now.plus(renewal.attempt());
      attempts++;
    }

    assertThat(attempts).isGreaterThan(10);
  }

  @Test
  void refusedCertificateGivesTheTokenATurnAndThenItsOwnAgain() {
    Renewal renewal = renewal();
    renewal.attempt();
    now = now.plus(Duration.ofMinutes(31));
    calls.failure = NotSignedException.proofRefused("the authority refuses the certificate");
    calls.proofs.clear();

    for (int attempt = 0; attempt < 3; attempt++) {
      now = now.plus(renewal.attempt());
    }

    assertThat(calls.proofs.stream().map(Object::toString))
        .containsExactly("certificate", "join token", "certificate");
  }

  @Test
  void saysThatThereIsNoToken() throws IOException {
    Files.delete(tokenFile);
    Renewal renewal = renewal();

    renewal.attempt();

    assertThat(renewal.status().failure())
        .isEqualTo("there is no certificate yet, and there is no join token in " + tokenFile);
    assertThat(calls.proofs).isEmpty();
  }

  @Test
  void refusesACertificateForSomebodyElse() {
    calls.identity = "spiffe://cluster.local/ns/shop/sa/other";
    Renewal renewal = renewal();

    renewal.attempt();

    assertThat(renewal.status().identity()).isNull();
    assertThat(renewal.status().failure())
        .isEqualTo("the certificate is for " + calls.identity + " and not for " + ID);
  }

  @Test
  void refusesACertificateOfAnotherRoot() {
    calls.signer = TestAuthority.of("cluster.local");
    Renewal renewal = renewal();

    renewal.attempt();

    assertThat(renewal.status().identity()).isNull();
    assertThat(renewal.status().failure())
        .startsWith("the chain does not lead to the pinned root: ");
  }

  private java.util.Set<java.nio.file.attribute.PosixFilePermission> mode(String file)
      throws IOException {
    return Files.getPosixFilePermissions(state.resolve(file));
  }

  private Renewal renewal() {
    return new Renewal(settings, calls, () -> now, bound -> bound / 2);
  }

  /** Signs what it is told to. */
  private final class FakeAuthority implements SigningCall {

    private final List<Proof> proofs = new ArrayList<>();
    private NotSignedException failure;
    private String identity = ID;
    private TestAuthority signer = authority;

    @Override
    public List<X509Certificate> sign(String csr, Duration ttl, Proof proof)
        throws NotSignedException {
      proofs.add(proof);
      if (failure != null) {
        throw failure;
      }
      try {
        var read = new PEMParser(new StringReader(csr)).readObject();
        var key =
            new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) read).getPublicKey();
        Duration life = Duration.between(Instant.now(), now).plus(ttl);
        return List.of(signer.sign(key, life, identity), signer.root());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
