package mesh.ca.authority;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import mesh.identity.TrustDomain;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes a root and an intermediate below it, as X509-SVID section 3 has them. */
public final class AuthorityCertificates {

  private static final Duration SKEW = Duration.ofMinutes(1); // of others' clocks
  private static final int SERIAL_BITS = 127;

  private final SecureRandom random;
  private final TrustDomain trustDomain;

  public AuthorityCertificates(SecureRandom random, TrustDomain trustDomain) {
    this.random = random;
    this.trustDomain = trustDomain;
  }

  /** P-256. */
  public KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has P-256", e);
    }
  }

  /** A certificate of a key by itself. */
  public X509Certificate root(KeyPair key, Instant now, Duration lifetime) {
    X500Name name = name("root");
    return certificate(name, key, name, key.getPublic(), null, now, lifetime, 1);
  }

  /** A certificate of a key that may sign those of workloads. */
  public X509Certificate intermediate(
      PublicKey key, KeyPair rootKey, X509Certificate root, Instant now, Duration lifetime) {
    return certificate(name("root"), rootKey, name("intermediate"), key, root, now, lifetime, 0);
  }

  private X500Name name(String of) {
    return new X500Name("O=" + trustDomain + ",CN=Reactive Mesh " + of);
  }

  private X509Certificate certificate(
      X500Name issuer,
      KeyPair issuerKey,
      X500Name subject,
      PublicKey key,
      @org.jspecify.annotations.Nullable X509Certificate issuerCertificate,
      Instant now,
      Duration lifetime,
      int pathLength) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
              Date.from(now.minus(SKEW)),
              Date.from(now.plus(lifetime)),
              subject,
              key);
      var identifiers = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
          .addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(
                  new GeneralName(
                      GeneralName.uniformResourceIdentifier, "spiffe://" + trustDomain)));
      if (issuerCertificate != null) {
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(issuerCertificate));
      }
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA")
              .setSecureRandom(random)
              .build(issuerKey.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("A certificate of our own form can be made", e);
    }
  }
}
