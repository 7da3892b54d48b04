package mesh.ca.issue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import mesh.ca.authority.Authority;
import mesh.identity.SpiffeId;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * Signs certificates of workloads. Shared by all threads.
 *
 * <p>Form: <a
 * href="https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md">X509-SVID</a> section 4:
 * no subject, so the URI is critical; not an authority; signature and key encipherment; for servers
 * and clients.
 */
public final class Issuer {

  private static final Duration SKEW = Duration.ofMinutes(1); // of others' clocks
  private static final int SERIAL_BITS = 127;

  private final Supplier<Authority> authority;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * An issuer.
   *
   * @param authority that signs now; may be another one later
   */
  public Issuer(Supplier<Authority> authority, SecureRandom random, InstantSource clock) {
    this.authority = authority;
    this.random = random;
    this.clock = clock;
  }

  /** A certificate and who signed it. */
  public record Issued(X509Certificate certificate, Authority by) {}

  /**
   * Signs.
   *
   * @param lifetime cut off where the authority itself ends
   */
  public Issued issue(PublicKey key, SpiffeId identity, Duration lifetime) {
    return issue(key, identity, List.of(), lifetime);
  }

  /**
   * Signs for a server that is also called by name.
   *
   * @param hosts DNS names; IP addresses are told apart
   */
  public Issued issue(PublicKey key, SpiffeId identity, List<String> hosts, Duration lifetime) {
    Authority by = authority.get();
    Instant now = clock.instant();
    Instant end = now.plus(lifetime);
    Instant last = by.signer().getNotAfter().toInstant();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              by.signer(),
              new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
              Date.from(now.minus(SKEW)),
              Date.from(end.isBefore(last) ? end : last),
              new X500Principal(""),
              key);
      var identifiers = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.subjectAlternativeName, true, names(identity, hosts))
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(
                  new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                  }))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              identifiers.createAuthorityKeyIdentifier(by.signer()));
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(by.key());
      var certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      return new Issued(certificate, by);
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("A certificate of our own form can be made", e);
    }
  }

  private static GeneralNames names(SpiffeId identity, List<String> hosts) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, identity.toString()));
    for (String host : hosts) {
      boolean isIp = IPAddress.isValid(host);
      names.add(new GeneralName(isIp ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }
}
