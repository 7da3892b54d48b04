package mesh.proxy.tls.secret;

import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;

/**
 * One block of a PEM file, RFC 7468. Immutable.
 *
 * @param label {@code CERTIFICATE}, {@code PRIVATE KEY}, …
 * @param der its contents; not to be written to
 */
record PemBlock(String label, byte[] der) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String TRUSTED = "TRUSTED CERTIFICATE"; // OpenSSL's own; unknown to the JDK
  private static final String REVOCATIONS = "X509 CRL";

  /**
   * All blocks of a file.
   *
   * @param field for the message, if a block is not Base64
   * @param shown what the file is called in the message
   */
  static List<PemBlock> all(String text, String field, Object shown) {
    List<PemBlock> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      String body = matcher.group(2);
      if (body.contains("DEK-Info")) {
        throw new InvalidConfigException(
            field, shown, "PKCS#8: traditional encryption of keys (DEK-Info) is not supported");
      }
      try {
        blocks.add(new PemBlock(matcher.group(1), Base64.getMimeDecoder().decode(body)));
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigException(field, shown, "PEM with Base64 in it (" + e + ")");
      }
    }
    return blocks;
  }

  /** All certificates of a file, in its order. */
  static List<X509Certificate> certificates(String text, String field, Object shown) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : all(text, field, shown)) {
      if (block.label.equals(CERTIFICATE) || block.label.equals("X509 CERTIFICATE")) {
        certificates.add(block.certificate(field, shown));
      } else if (block.label.equals(TRUSTED)) {
        throw new InvalidConfigException(field, shown, "CERTIFICATE blocks, not " + TRUSTED);
      }
    }
    return certificates;
  }

  /** All revocation lists of a file, in its order. */
  static List<X509CRL> revocations(String text, String field, Object shown) {
    List<X509CRL> lists = new ArrayList<>();
    for (PemBlock block : all(text, field, shown)) {
      if (block.label.equals(REVOCATIONS)) {
        lists.add(block.revocation(field, shown));
      }
    }
    return lists;
  }

  private X509Certificate certificate(String field, Object shown) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new InvalidConfigException(field, shown, "X.509 certificates (" + e.getMessage() + ")");
    }
  }

  private X509CRL revocation(String field, Object shown) {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    } catch (CertificateException | CRLException e) {
      throw new InvalidConfigException(field, shown, "X.509 CRLs (" + e.getMessage() + ")");
    }
  }
}
