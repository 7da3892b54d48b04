package mesh.proxy.connection;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Reads who a certificate is for, in the forms that logs, policy and x-forwarded-client-cert show.
 */
public final class CertificateNames {

  private static final int DNS = 2; // GeneralName tags, RFC 5280 section 4.2.1.6
  private static final int URI = 6;

  private CertificateNames() {}

  /** URI names in order, such as SPIFFE IDs. */
  public static List<String> uris(X509Certificate certificate) {
    return names(certificate, URI);
  }

  /** DNS names in order. */
  public static List<String> dns(X509Certificate certificate) {
    return names(certificate, DNS);
  }

  /** The subject as RFC 2253 writes it; may be empty. */
  public static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
  }

  /** Lower-case hex of the SHA-256 of the whole certificate. */
  public static String sha256(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(
          "Every JDK has SHA-256, every parsed certificate an encoding", e);
    }
  }

  private static List<String> names(X509Certificate certificate, int type) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      List<String> found = new ArrayList<>();
      if (all != null) {
        for (List<?> name : all) {
          if (name.getFirst() instanceof Integer tag
              && tag == type
              && name.get(1) instanceof String text) {
            found.add(text);
          }
        }
      }
      return found;
    } catch (CertificateParsingException e) {
      return List.of(); // a certificate with broken names has none
    }
  }
}
