package mesh.ca.attest.mtls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether certificates lead to our root (RFC 5280 section 6). TLS itself only makes sure that the
 * caller has the key, so that a wrong certificate gets a sentence and not a broken connection.
 * Shared by all threads.
 */
public final class ChainCheck {

  private final Supplier<X509Certificate> root;
  private final InstantSource clock;

  public ChainCheck(Supplier<X509Certificate> root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /**
   * What is wrong.
   *
   * @param chain non-empty; the caller's own first
   * @return a sentence for the caller; null if nothing is
   */
  public @Nullable String fault(List<X509Certificate> chain) {
    X509Certificate anchor = root.get();
    try {
      List<X509Certificate> below = chain.stream().filter(one -> !one.equals(anchor)).toList();
      if (below.isEmpty()) {
        return "certificate is the root, which is nobody's identity";
      }
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(below);
      var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      parameters.setRevocationEnabled(false); // short lifetimes stand in for it
      parameters.setDate(Date.from(clock.instant()));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return null;
    } catch (CertPathValidatorException e) {
      boolean isTime =
          e.getReason() == CertPathValidatorException.BasicReason.EXPIRED
              || e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID;
      return isTime
          ? "certificate is not valid now: " + e.getMessage()
          : "certificate is not of this mesh: " + e.getMessage();
    } catch (GeneralSecurityException e) {
      return "certificate cannot be checked: " + e.getMessage();
    }
  }
}
