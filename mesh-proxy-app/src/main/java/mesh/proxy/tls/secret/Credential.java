package mesh.proxy.tls.secret;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import mesh.config.InvalidConfigException;

/**
 * A certificate with its key. Immutable; equal if the contents are.
 *
 * @param chain leaf first; non-empty
 * @param source where the chain was read: a path or {@code <inline>}
 */
public record Credential(PrivateKey key, List<X509Certificate> chain, String source) {

  private static final byte[] PROBE = {1, 2, 3};

  public Credential {
    chain = List.copyOf(chain);
  }

  /** The certificate itself. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** {@code EC}, {@code RSA} or {@code EdDSA}. */
  public String keyType() {
    return leaf().getPublicKey().getAlgorithm();
  }

  /** Refuses a key that is not the certificate's: half of a rotation, most often. */
  Credential checked(String field) {
    PublicKey open = leaf().getPublicKey();
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          case "EdDSA" -> "EdDSA";
          default -> "";
        };
    if (algorithm.isEmpty()) {
      throw new InvalidConfigException(field, key.getAlgorithm(), "an RSA, EC or Ed25519 key");
    }
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      signer.initVerify(open);
      signer.update(PROBE);
      if (signer.verify(signature)) {
        return this;
      }
    } catch (GeneralSecurityException e) {
      throw new InvalidConfigException(field, source, "the key of the certificate (" + e + ")");
    }
    throw new InvalidConfigException(field, source, "the key of the certificate");
  }
}
