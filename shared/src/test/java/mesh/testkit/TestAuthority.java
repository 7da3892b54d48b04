package mesh.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for tests: P-256 keys, SHA-256 signatures. Shared by all threads. */
public final class TestAuthority {

  private static final Duration BACKDATED = Duration.ofMinutes(5);
  private static final Duration VALID = Duration.ofDays(1);

  private final KeyPair key;
  private final X509Certificate root;

  private TestAuthority(KeyPair key, X509Certificate root) {
    this.key = key;
    this.root = root;
  }

  /** A new root, for example for {@code cluster.local}, which becomes its URI name. */
  public static TestAuthority of(String trustDomain) {
    try {
      KeyPair key = newKey();
      var builder = builder("O=" + trustDomain, "O=" + trustDomain, key.getPublic(), VALID);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectAlternativeName, false, names(List.of("spiffe://" + trustDomain)));
      return new TestAuthority(key, sign(builder, key));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("No test root for " + trustDomain, e);
    }
  }

  /** The root certificate. */
  public X509Certificate root() {
    return root;
  }

  /** The root certificate as PEM. */
  public String rootPem() {
    return pem(root);
  }

  /**
   * A certificate for both sides of TLS, valid for a day.
   *
   * @param names at least one; {@code spiffe://...} becomes a URI, anything else a DNS name
   */
  public Issued issue(String... names) {
    return issueFor(VALID, names);
  }

  /**
   * A certificate that lives as long as said.
   *
   * @param life from now; negative for a certificate that has expired
   */
  public Issued issueFor(Duration life, String... names) {
    try {
      KeyPair leaf = newKey();
      return new Issued(sign(leaf.getPublic(), life, names), leaf, rootPem());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No test key", e);
    }
  }

  /** The same for a key that somebody else has. */
  public X509Certificate sign(PublicKey leaf, Duration life, String... names) {
    List<String> list = List.of(names);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("names: [] (expected: at least one)");
    }
    try {
      var builder = builder(root.getSubjectX500Principal().getName(), "", leaf, life);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(
                  new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                  }))
          // Critical, because the subject is empty: RFC 5280 section 4.2.1.6.
          .addExtension(Extension.subjectAlternativeName, true, names(list));
      return sign(builder, key);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("No test certificate for " + list, e);
    }
  }

  /** A certificate with its key and the root that vouches for it. */
  public record Issued(X509Certificate certificate, KeyPair key, String rootPem) {

    /** The certificate as PEM. */
    public String certificatePem() {
      return pem(certificate);
    }

    /** The private key as PKCS#8 PEM. */
    public String keyPem() {
      try {
        return pem(new JcaPKCS8Generator(key.getPrivate(), null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Writes {@code cert-chain.pem}, {@code key.pem} and {@code root-cert.pem}. */
    public PemFiles writeTo(Path folder) {
      try {
        Files.createDirectories(folder);
        return new PemFiles(
            Files.writeString(folder.resolve("cert-chain.pem"), certificatePem()),
            Files.writeString(folder.resolve("key.pem"), keyPem()),
            Files.writeString(folder.resolve("root-cert.pem"), rootPem));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Where the three files are. */
  public record PemFiles(Path certificateChain, Path key, Path root) {}

  private static KeyPair newKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      String issuer, String subject, PublicKey key, Duration life) {
    Instant end = Instant.now().plus(life);
    Instant start = life.isNegative() ? end.minus(VALID) : Instant.now().minus(BACKDATED);
    return new JcaX509v3CertificateBuilder(
        new X500Principal(issuer),
        new BigInteger(127, new SecureRandom()),
        Date.from(start),
        Date.from(end),
        new X500Principal(subject),
        key);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair key)
      throws GeneralSecurityException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static GeneralNames names(List<String> names) {
    List<GeneralName> all = new ArrayList<>();
    for (String name : names) {
      int kind =
          name.startsWith("spiffe://")
              ? GeneralName.uniformResourceIdentifier
              : GeneralName.dNSName;
      all.add(new GeneralName(kind, name));
    }
    return new GeneralNames(all.toArray(GeneralName[]::new));
  }

  static String pem(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
