package mesh.identity.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntUnaryOperator;
import mesh.identity.csr.CertificateRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What is to be done when: the state of one certificate. Confined to one thread. */
final class Renewal {

  private static final Logger log = LoggerFactory.getLogger(Renewal.class);
  private static final int JITTER_PARTS = 10; // of a lifetime

  private final IdentitySettings settings;
  private final SigningCall authority;
  private final InstantSource clock;
  private final IntUnaryOperator randomBelow;
  private final IssuedChain checks;
  private final IdentityFile file;
  private final RetryDelay delay;
  private @Nullable Identity identity;
  private Instant due;
  private @Nullable String failure;
  private boolean isRefused; // the certificate, so that a token has its turn

  /**
   * Nothing is known yet.
   *
   * @param randomBelow maps a bound to a number in {@code [0, bound)}
   */
  Renewal(
      IdentitySettings settings,
      SigningCall authority,
      InstantSource clock,
      IntUnaryOperator randomBelow) {
    this.settings = settings;
    this.authority = authority;
    this.clock = clock;
    this.randomBelow = randomBelow;
    this.checks = new IssuedChain(settings.id(), settings.pinned());
    this.file = new IdentityFile(settings.stateDir());
    this.delay = new RetryDelay(randomBelow);
    this.due = clock.instant();
  }

  IdentityStatus status() {
    return new IdentityStatus(identity, due, failure);
  }

  /** Takes what is on the disk, if it can be used. */
  void load() {
    try {
      IdentityFile.Kept kept = file.read().orElse(null);
      if (kept == null) {
        return;
      }
      Identity found = checks.identity(kept.key(), kept.chain(), clock.instant());
      take(found);
      log.atInfo()
          .addKeyValue("file", file.path())
          .addKeyValue("identity", found)
          .addKeyValue("renewal", due)
          .log("Certificate of an earlier start goes on");
    } catch (IOException | NotSignedException e) {
      log.atWarn()
          .addKeyValue("file", file.path())
          .addKeyValue("reason", e.getMessage())
          .log("Kept certificate cannot be used, a join token is needed");
    }
  }

  /**
   * Does what is due.
   *
   * @return how long there is nothing to do
   */
  Duration attempt() {
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return Duration.between(now, due);
    }
    Proof proof = null;
    try {
      proof = proof(now);
      Identity fresh = signed(proof);
      failure = null;
      isRefused = false;
      delay.reset();
      take(fresh);
      keep(fresh);
      log.atInfo()
          .addKeyValue("identity", fresh)
          .addKeyValue("renewal", due)
          .log("Certificate is new");
    } catch (NotSignedException e) {
      isRefused = e.refusesProof() && proof instanceof Proof.Certificate;
      failed(String.valueOf(e.getMessage()));
    }
    Duration left = Duration.between(clock.instant(), due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Identity signed(Proof proof) throws NotSignedException {
    KeyPair key = newKey();
    String csr = CertificateRequest.pem(settings.id(), key);
    var chain = authority.sign(csr, settings.ttl(), proof);
    return checks.identity(key.getPrivate(), chain, clock.instant());
  }

  private Proof proof(Instant now) throws NotSignedException {
    Identity own = identity;
    boolean isValid = own != null && now.isBefore(own.end());
    if (own != null && isValid && !isRefused) {
      return new Proof.Certificate(own);
    }
    Path tokens = settings.tokenFile();
    String token = tokens == null ? "" : token(tokens);
    if (!token.isEmpty()) {
      return new Proof.Token(token);
    }
    if (own != null && isValid) {
      return new Proof.Certificate(own);
    }
    String state = own == null ? "there is no certificate yet" : "the certificate has expired";
    throw NotSignedException.because(
        tokens == null
            ? state + ", and no token-file is set to ask with"
            : state + ", and there is no join token in " + tokens);
  }

  private static String token(Path file) throws NotSignedException {
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw NotSignedException.because("the join token cannot be read: " + e);
    }
  }

  private void take(Identity fresh) {
    identity = fresh;
    Instant end = fresh.end();
    long whole = Duration.between(fresh.leaf().getNotBefore().toInstant(), end).toMillis();
    long life = Math.min(whole, settings.ttl().toMillis()); // the start is dated back
    int jitter = (int) Math.min(Integer.MAX_VALUE, life / JITTER_PARTS);
    due = end.minusMillis(life / 2).minusMillis(jitter > 0 ? randomBelow.applyAsInt(jitter) : 0);
  }

  private void keep(Identity fresh) {
    try {
      file.write(fresh);
    } catch (IOException e) {
      log.atError()
          .addKeyValue("file", file.path())
          .addKeyValue("reason", e.toString())
          .log("Certificate cannot be kept: the next start will need a join token");
    }
  }

  private void failed(String reason) {
    Instant now = clock.instant();
    failure = reason;
    Identity own = identity;
    Duration left = own == null ? Duration.ZERO : Duration.between(now, own.end());
    Duration wait = delay.next(left.isNegative() ? Duration.ZERO : left);
    due = now.plus(wait);
    String message =
        own == null
            ? "No certificate yet: connections of the mesh wait for it"
            : left.isNegative()
                ? "Certificate has expired and there is no new one: the mesh refuses us"
                : "No new certificate, the one in use goes on";
    log.atLevel(left.isNegative() ? Level.ERROR : Level.WARN)
        .addKeyValue("identity", settings.id())
        .addKeyValue("authority", settings.address())
        .addKeyValue("reason", reason)
        .addKeyValue("until", own == null ? "-" : own.end())
        .addKeyValue("retry", wait)
        .log(message);
  }

  private static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can make P-256 keys", e);
    }
  }
}
