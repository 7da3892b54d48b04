package mesh.proxy.tls.secret;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys: PKCS#8, plain and encrypted, PKCS#1 (RSA) and SEC1 (EC).
 *
 * <p>The JDK takes PKCS#8 only, so that the two older forms are wrapped into it: RFC 5208 section
 * 5, RFC 8017 appendix A.1.2, RFC 5915 section 3.
 */
final class PrivateKeys {

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xA0; // [0] of ECPrivateKey: the curve
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] RSA = { // rsaEncryption, NULL
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC_PUBLIC_KEY = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private PrivateKeys() {}

  /**
   * The first key of a PEM file.
   *
   * @param password null if the key is not encrypted
   */
  static PrivateKey read(String pem, @Nullable String password, String field, Object shown) {
    for (PemBlock block : PemBlock.all(pem, field, shown)) {
      byte[] der = block.der();
      try {
        switch (block.label()) {
          case "PRIVATE KEY" -> {
            return key(der);
          }
          case "RSA PRIVATE KEY" -> {
            return key(wrapped(RSA, der));
          }
          case "EC PRIVATE KEY" -> {
            return key(wrapped(ecAlgorithm(der), der));
          }
          case "ENCRYPTED PRIVATE KEY" -> {
            return key(decrypted(der, password));
          }
          default -> {} // parameters or certificates in the same file
        }
      } catch (GeneralSecurityException | IOException | ArrayIndexOutOfBoundsException e) {
        throw new InvalidConfigException(
            field, shown, "a private key that can be read (" + e + ")");
      }
    }
    throw new InvalidConfigException(field, shown, "a PEM block with a private key");
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    var spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // of another kind
      }
    }
    throw new NoSuchAlgorithmException("Neither of " + ALGORITHMS);
  }

  private static byte[] decrypted(byte[] der, @Nullable String password)
      throws GeneralSecurityException, IOException {
    if (password == null) {
      throw new InvalidKeySpecException("It is encrypted, and there is no password");
    }
    var info = new EncryptedPrivateKeyInfo(der);
    // PBES2 (RFC 8018) names its parts in the parameters, not in the name of the algorithm.
    String algorithm =
        info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
    String known = algorithm.startsWith("PBEWith") ? algorithm : info.getAlgName();
    var secret =
        SecretKeyFactory.getInstance(known).generateSecret(new PBEKeySpec(password.toCharArray()));
    var cipher = Cipher.getInstance(known);
    cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
    return info.getKeySpec(cipher).getEncoded();
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) throws IOException {
    var content = new ByteArrayOutputStream();
    content.write(VERSION_0);
    content.write(algorithm);
    content.write(element(OCTETS, key));
    return element(SEQUENCE, content.toByteArray());
  }

  // SEQUENCE { ecPublicKey, curve }, the curve taken from ECPrivateKey { version, key, [0] curve, …
  // }.
  private static byte[] ecAlgorithm(byte[] sec1) throws IOException {
    int at = contentAt(sec1, 0);
    while ((sec1[at] & 0xff) != PARAMETERS) {
      at = contentAt(sec1, at) + lengthAt(sec1, at);
    }
    var content = new ByteArrayOutputStream();
    content.write(EC_PUBLIC_KEY);
    content.write(sec1, contentAt(sec1, at), lengthAt(sec1, at));
    return element(SEQUENCE, content.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length);
    out.write(content);
    return out.toByteArray();
  }

  private static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int digit = 0; digit < (first & 0x7f); digit++) {
      length = length << 8 | der[at + 2 + digit] & 0xff;
    }
    return length;
  }
}
