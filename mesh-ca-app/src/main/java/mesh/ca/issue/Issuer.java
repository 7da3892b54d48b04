package mesh.ca.issue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import mesh.ca.authority.Authority;
import mesh.ca.authority.Pem;
import mesh.identity.SpiffeId;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

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
  private static final X500Name NOBODY = new X500Name(new RDN[0]);
  private static final List<Extension> OF_ALL =
      List.of(
          extension(Extension.basicConstraints, true, new BasicConstraints(false)),
          extension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)),
          extension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(
                  new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                  })));

  private final Supplier<Authority> authority;
  private final SecureRandom random;
  private final InstantSource clock;
  private volatile @Nullable Letterhead letterhead; // of the last authority

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
  public record Issued(X509CertificateHolder certificate, Authority by) {

    /** The certificate as text. */
    public String pem() {
      try {
        return Pem.of(certificate.getEncoded());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The certificate as TLS wants it. */
    public X509Certificate parsed() throws CertificateException {
      return new JcaX509CertificateConverter().getCertificate(certificate);
    }
  }

  /** What all certificates of an authority say of it. */
  private record Letterhead(Authority of, X500Name name, Extension keyIdentifier) {}

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
      Letterhead head = letterhead(by);
      var builder =
          new X509v3CertificateBuilder(
                  head.name(),
                  new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                  Date.from(now.minus(SKEW)),
                  Date.from(end.isBefore(last) ? end : last),
                  NOBODY,
                  SubjectPublicKeyInfo.getInstance(key.getEncoded()))
              .addExtension(Extension.subjectAlternativeName, true, names(identity, hosts));
      for (Extension extension : OF_ALL) {
        builder.addExtension(extension);
      }
      builder.addExtension(head.keyIdentifier());
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(by.key());
      return new Issued(builder.build(signer), by);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("A certificate of our own form can be made", e);
    }
  }

  private Letterhead letterhead(Authority by) throws GeneralSecurityException {
    Letterhead known = letterhead;
    if (known == null || known.of() != by) {
      var identifier = new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(by.signer());
      known =
          new Letterhead(
              by,
              new JcaX509CertificateHolder(by.signer()).getSubject(),
              extension(Extension.authorityKeyIdentifier, false, identifier));
      letterhead = known;
    }
    return known;
  }

  private static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Object is) {
    try {
      return new Extension(type, critical, is.getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
