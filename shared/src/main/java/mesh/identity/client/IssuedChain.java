package mesh.identity.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.identity.Svid;

/** Checks chains before they are used, those of the authority as well as those of the disk. */
final class IssuedChain {

  private static final int LONGEST = 16;
  private static final byte[] PROBE = {1, 2, 3};

  private final SpiffeId id;
  private final PinnedRoots pinned;

  /**
   * Takes certificates of one identity.
   *
   * @param pinned where a chain must end
   */
  IssuedChain(SpiffeId id, PinnedRoots pinned) {
    this.id = id;
    this.pinned = pinned;
  }

  /**
   * A chain with its key.
   *
   * @param chain leaf first; with or without its root
   * @throws NotSignedException if it is not for us, not for this key, or of another root
   */
  Identity identity(PrivateKey key, List<X509Certificate> chain, Instant now)
      throws NotSignedException {
    if (chain.isEmpty() || chain.size() > LONGEST) {
      throw NotSignedException.because("it has " + chain.size() + " certificates");
    }
    X509Certificate leaf = chain.getFirst();
    requireOwn(leaf);
    requireKey(key, leaf);
    try {
      List<X509Certificate> roots = pinned.among(chain);
      List<X509Certificate> path = chain.stream().filter(one -> !roots.contains(one)).toList();
      validate(path, roots, now);
      return new Identity(id, key, path, roots);
    } catch (IOException e) {
      throw NotSignedException.because(String.valueOf(e.getMessage()));
    }
  }

  private void requireOwn(X509Certificate leaf) throws NotSignedException {
    try {
      SpiffeId signed = Svid.id(leaf);
      if (!signed.equals(id)) {
        throw NotSignedException.proofRefused(
            "the certificate is for " + signed + " and not for " + id);
      }
    } catch (InvalidConfigException e) {
      throw NotSignedException.because(e.sentence());
    }
  }

  private static void requireKey(PrivateKey key, X509Certificate leaf) throws NotSignedException {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(leaf.getPublicKey());
      signature.update(PROBE);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // of another kind, so of another key
    }
    throw NotSignedException.because("the certificate is for another key");
  }

  private static void validate(List<X509Certificate> path, List<X509Certificate> roots, Instant now)
      throws NotSignedException {
    try {
      var parameters =
          new PKIXParameters(
              roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false); // certificates are short-lived instead
      parameters.setDate(Date.from(now));
      var certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
      CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
    } catch (CertPathValidatorException e) {
      throw NotSignedException.because(
          "the chain does not lead to the pinned root: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can check chains", e);
    }
  }
}
