package mesh.ca.authority;

import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;

/** Certificates as text. */
public final class Pem {

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, new byte[] {'\n'}); // RFC 7468 section 2

  private Pem() {}

  public static String of(X509Certificate certificate) {
    try {
      return of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read can be written", e);
    }
  }

  /**
   * A certificate.
   *
   * @param der its bytes
   */
  public static String of(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n"
        + LINES.encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  /**
   * All certificates of a text.
   *
   * @throws IOException if one is broken
   */
  public static List<X509Certificate> certificates(String pem) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    try (var parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof X509CertificateHolder holder) {
          found.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(e);
    }
  }
}
