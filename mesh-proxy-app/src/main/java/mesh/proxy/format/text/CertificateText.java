package mesh.proxy.format.text;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Prints parts of certificates. */
public final class CertificateText {

  private static final int HEX = 16;
  private static final int PEM_LINE = 64;
  private static final Map<String, String> OTHER_NAMES =
      Map.of("1.2.840.113549.1.9.1", "emailAddress");

  /** Kinds of subject alternative names, with their tags of RFC 5280 section 4.2.1.6. */
  public enum NameType {
    OTHER(0),
    EMAIL(1),
    DNS(2),
    URI(6),
    IP(7);

    private final int tag;

    NameType(int tag) {
      this.tag = tag;
    }
  }

  private CertificateText() {}

  /** All alternative names of a type, comma-separated; null if there is none. */
  public static @Nullable String alternativeNames(X509Certificate certificate, NameType type) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return null; // what cannot be read is not there
    }
    if (names == null) {
      return null;
    }
    StringBuilder joined = null;
    for (List<?> name : names) {
      if (Integer.valueOf(type.tag).equals(name.get(0))) {
        joined = joined == null ? new StringBuilder() : joined.append(',');
        joined.append(
            name.get(1) instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : name.get(1));
      }
    }
    return joined == null ? null : joined.toString();
  }

  /** As RFC 2253 writes it: the most specific part first. */
  public static String name(X500Principal principal) {
    return principal.getName(X500Principal.RFC2253, OTHER_NAMES);
  }

  /** Hex, whole bytes. */
  public static String serial(X509Certificate certificate) {
    BigInteger number = certificate.getSerialNumber();
    String digits = number.toString(HEX);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  /** Hex of a hash over the whole certificate. */
  public static String fingerprint(X509Certificate certificate, String algorithm) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("No " + algorithm + " of a certificate that was parsed", e);
    }
  }

  /** PEM, percent-encoded as far as header fields need it. */
  public static String urlEncodedPem(X509Certificate certificate) {
    try {
      String body =
          Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
              .encodeToString(certificate.getEncoded());
      return ("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n")
          .replace(" ", "%20")
          .replace("+", "%2B")
          .replace("/", "%2F")
          .replace("=", "%3D")
          .replace("\n", "%0A");
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was parsed has no encoding", e);
    }
  }
}
