package mesh.identity.csr;

import static mesh.identity.csr.Der.element;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.HexFormat;
import mesh.identity.SpiffeId;
import mesh.identity.pem.Pem;

/**
 * Asks for a certificate: no subject, one URI, signed by the key that it is for.
 *
 * <p>RFC 2986 section 4; the names stand in the attribute extensionRequest, RFC 2985 section 5.4.2.
 */
public final class CertificateRequest {

  private static final int ATTRIBUTES = 0xA0; // [0]
  private static final int URI = 0x86; // [6] of GeneralName, RFC 5280 section 4.2.1.6
  private static final byte[] VERSION_1 = {0};
  private static final byte[] TRUE = {(byte) 0xff};
  private static final byte[] WHOLE_OCTETS = {0}; // unused bits of a bit string
  private static final byte[] EXTENSION_REQUEST =
      oid("2a864886f70d01090e"); // 1.2.840.113549.1.9.14
  private static final byte[] ALTERNATIVE_NAMES = oid("551d11"); // 2.5.29.17
  private static final byte[] ECDSA_SHA256 = oid("2a8648ce3d040302"); // 1.2.840.10045.4.3.2

  private CertificateRequest() {}

  /**
   * A request as PEM.
   *
   * @param key elliptic
   */
  public static String pem(SpiffeId id, KeyPair key) {
    byte[] info =
        element(
            Der.SEQUENCE,
            element(Der.INTEGER, VERSION_1),
            element(Der.SEQUENCE), // subject
            key.getPublic().getEncoded(),
            element(ATTRIBUTES, names(id)));
    byte[] request =
        element(
            Der.SEQUENCE,
            info,
            element(Der.SEQUENCE, ECDSA_SHA256),
            element(Der.BIT_STRING, WHOLE_OCTETS, signature(key, info)));
    return Pem.of("CERTIFICATE REQUEST", request);
  }

  private static byte[] names(SpiffeId id) {
    byte[] uri = element(URI, id.toString().getBytes(StandardCharsets.US_ASCII));
    byte[] extension =
        element(
            Der.SEQUENCE,
            ALTERNATIVE_NAMES,
            element(Der.BOOLEAN, TRUE), // critical, for there is no subject
            element(Der.OCTET_STRING, element(Der.SEQUENCE, uri)));
    return element(
        Der.SEQUENCE, EXTENSION_REQUEST, element(Der.SET, element(Der.SEQUENCE, extension)));
  }

  private static byte[] signature(KeyPair key, byte[] info) {
    try {
      var signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(key.getPrivate());
      signer.update(info);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("An elliptic key of our own can sign", e);
    }
  }

  private static byte[] oid(String hex) {
    return element(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
  }
}
