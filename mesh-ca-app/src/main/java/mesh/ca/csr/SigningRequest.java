package mesh.ca.csr;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import mesh.config.InvalidConfigException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * A key whose owner has proved to have its other half. Immutable. What else a request says is not
 * believed: the identity comes from the caller. The subject is not looked at.
 *
 * @param key P-256, P-384 or RSA of at least 2048 bits
 * @param identity that it asks for; null if it leaves that to us
 */
public record SigningRequest(PublicKey key, @Nullable String identity) {

  private static final int LONGEST = 64 << 10; // characters
  private static final int RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192; // beyond that a check costs seconds
  private static final String KEYS = "RSA 2048..8192, P-256 or P-384";

  // By name: other curves have as many bits, and it depends on the platform which of them it knows.
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

  /**
   * Reads a request, and checks the proof (RFC 2986 section 3).
   *
   * @throws InvalidConfigException if it is broken, not signed by its own key, or its key is weak
   */
  public static SigningRequest parse(String pem) {
    if (pem.isBlank()) {
      throw new InvalidConfigException("csr", "nothing", "a PKCS #10 request in PEM");
    }
    if (pem.length() > LONGEST) {
      throw new InvalidConfigException("csr", pem.length() + " characters", "<= " + LONGEST);
    }
    JcaPKCS10CertificationRequest request = read(pem);
    try {
      PublicKey key = request.getPublicKey();
      requireStrong(key, request.getSubjectPublicKeyInfo().getAlgorithm());
      if (!isProved(request, key)) {
        throw new InvalidConfigException(
            "csr", "a wrong signature", "one by the key in the request");
      }
      return new SigningRequest(key, RequestedExtensions.identity(request));
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidConfigException("csr", e.getMessage(), "a key and a signature we know");
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw new InvalidConfigException("csr", e.getMessage(), "extensions as RFC 5280 has them");
    }
  }

  // Without Bouncy Castle's verifier, which prepares a second signature that nobody needs here.
  private static boolean isProved(JcaPKCS10CertificationRequest request, PublicKey key)
      throws GeneralSecurityException, IOException {
    var algorithm =
        new DefaultSignatureNameFinder().getAlgorithmName(request.getSignatureAlgorithm());
    Signature proof = Signature.getInstance(algorithm);
    proof.initVerify(key);
    proof.update(
        request.toASN1Structure().getCertificationRequestInfo().getEncoded(ASN1Encoding.DER));
    try {
      return proof.verify(request.getSignature());
    } catch (SignatureException e) {
      return false; // not even of the form of a signature
    }
  }

  private static JcaPKCS10CertificationRequest read(String pem) {
    try (var parser = new PEMParser(new StringReader(pem))) {
      Object first = parser.readObject();
      if (first instanceof PKCS10CertificationRequest request) {
        return new JcaPKCS10CertificationRequest(request);
      }
      String found = first == null ? "no PEM" : first.getClass().getSimpleName();
      throw new InvalidConfigException("csr", found, "a PKCS #10 request in PEM");
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidConfigException("csr", e.getMessage(), "a PKCS #10 request in PEM");
    }
  }

  private static void requireStrong(PublicKey key, AlgorithmIdentifier algorithm) {
    switch (key) {
      case RSAPublicKey rsa -> {
        int bits = rsa.getModulus().bitLength();
        if (bits < RSA_BITS || bits > MOST_RSA_BITS) {
          throw new InvalidConfigException("csr", "RSA " + bits, KEYS);
        }
      }
      case ECPublicKey ec -> {
        if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)
            || !CURVES.contains(curve)) {
          int bits = ec.getParams().getOrder().bitLength();
          throw new InvalidConfigException("csr", "EC " + bits, KEYS);
        }
      }
      default -> throw new InvalidConfigException("csr", key.getAlgorithm(), KEYS);
    }
  }
}
