package mesh.identity.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads blocks of text with certificates and keys. What stands between is ignored. */
public final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
  private static final Base64.Encoder BASE64 =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)); // RFC 7468 section 2
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  private Pem() {}

  /** One block. */
  public static String of(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + BASE64.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** A block for each. */
  public static String of(Collection<X509Certificate> certificates) {
    var text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append(of(CERTIFICATE, certificate.getEncoded()));
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read can be written", e);
    }
    return text.toString();
  }

  /** PKCS #8, not encrypted. */
  public static String of(PrivateKey key) {
    return of(KEY, key.getEncoded());
  }

  /**
   * All certificates, in the order in which they stand there.
   *
   * @throws IOException if one is broken
   */
  public static List<X509Certificate> certificates(String text) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (byte[] der : blocks(CERTIFICATE, text)) {
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException("a certificate is broken: " + e.getMessage(), e);
    }
  }

  /**
   * The only key: P-256, PKCS #8.
   *
   * @throws IOException if there is none, if there are several, or if it is broken
   */
  public static PrivateKey key(String text) throws IOException {
    List<byte[]> keys = blocks(KEY, text);
    if (keys.size() != 1) {
      throw new IOException("it has " + keys.size() + " private keys and not one");
    }
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
    } catch (GeneralSecurityException e) {
      throw new IOException("the private key is broken: " + e.getMessage(), e);
    }
  }

  private static List<byte[]> blocks(String label, String text) throws IOException {
    List<byte[]> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    try {
      while (block.find()) {
        if (block.group(1).equals(label)) {
          found.add(Base64.getMimeDecoder().decode(block.group(2)));
        }
      }
      return found;
    } catch (IllegalArgumentException e) {
      throw new IOException("a block is no Base64: " + e.getMessage(), e);
    }
  }
}
