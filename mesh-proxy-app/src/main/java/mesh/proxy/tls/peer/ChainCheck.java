package mesh.proxy.tls.peer;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way from a leaf to a trust anchor. Immutable.
 *
 * <p>A trust anchor need not be a root, and may be the leaf itself: so does BoringSSL with {@code
 * X509_V_FLAG_PARTIAL_CHAIN}. Texts of refusals are OpenSSL's.
 */
public final class ChainCheck {

  private static final int DEEPEST = 100; // Envoy's default of max_verify_depth

  private final Settings settings;
  private final Set<X509Certificate> anchors;
  private final Map<X500Principal, List<X509Certificate>> anchorsBySubject = new HashMap<>();
  private final Revocations revocations;

  /**
   * What beside the anchors counts.
   *
   * @param revoked empty checks no revocation
   * @param leafOnly revocation of the leaf is checked, not that of its issuers
   * @param expiredToo dates count for nothing
   * @param maxDepth most certificates behind the leaf, the anchor included; negative for the
   *     default
   */
  public record Settings(
      List<X509CRL> revoked, boolean leafOnly, boolean expiredToo, int maxDepth) {

    /** No revocation, dates count, any depth. */
    public static final Settings PLAIN = new Settings(List.of(), false, false, -1);

    public Settings {
      revoked = List.copyOf(revoked);
    }
  }

  /**
   * A check against these anchors.
   *
   * @param anchors non-empty
   */
  public ChainCheck(List<X509Certificate> anchors, Settings settings) {
    this.settings = settings;
    this.anchors = Set.copyOf(new HashSet<>(anchors));
    for (X509Certificate anchor : anchors) {
      anchorsBySubject
          .computeIfAbsent(anchor.getSubjectX500Principal(), subject -> new ArrayList<>(1))
          .add(anchor);
    }
    this.revocations = new Revocations(settings.revoked(), settings.leafOnly());
  }

  /**
   * Verifies signatures, dates, constraints and revocation.
   *
   * @param presented leaf first; the others in any order
   * @param purpose null asks for none
   * @return leaf to anchor
   */
  List<X509Certificate> verify(
      List<X509Certificate> presented, @Nullable Purpose purpose, long nowMillis)
      throws PeerRefused {
    X509Certificate leaf = presented.getFirst();
    if (purpose != null && !purpose.isAllowed(leaf)) {
      throw ChainFault.WRONG_PURPOSE.at(0);
    }
    var search = new Search(presented, nowMillis);
    List<X509Certificate> found = search.from(new ArrayList<>(List.of(leaf)));
    if (found != null) {
      return found;
    }
    throw search.refusal();
  }

  /** One search, depth first. */
  private final class Search {

    private final List<X509Certificate> presented;
    private final long nowMillis;
    private @Nullable PeerRefused first; // of a path that ended at an anchor
    private int deepest;

    Search(List<X509Certificate> presented, long nowMillis) {
      this.presented = presented;
      this.nowMillis = nowMillis;
    }

    @Nullable List<X509Certificate> from(List<X509Certificate> path) {
      X509Certificate last = path.getLast();
      deepest = Math.max(deepest, path.size() - 1);
      if (anchors.contains(last)) {
        return accepted(path, path.size() - 1);
      }
      X500Principal issuer = last.getIssuerX500Principal();
      for (X509Certificate anchor : anchorsBySubject.getOrDefault(issuer, List.of())) {
        path.add(anchor);
        List<X509Certificate> found = accepted(path, path.size() - 1);
        if (found != null) {
          return found;
        }
        path.removeLast();
      }
      return throughPresented(path, issuer);
    }

    private @Nullable List<X509Certificate> throughPresented(
        List<X509Certificate> path, X500Principal issuer) {
      for (X509Certificate next : presented) {
        if (next.getSubjectX500Principal().equals(issuer) && !path.contains(next)) {
          path.add(next);
          List<X509Certificate> found = from(path);
          if (found != null) {
            return found;
          }
          path.removeLast();
        }
      }
      return null;
    }

    private @Nullable List<X509Certificate> accepted(List<X509Certificate> path, int anchorAt) {
      try {
        check(path, anchorAt, nowMillis);
        return List.copyOf(path);
      } catch (PeerRefused refused) {
        if (first == null) {
          first = refused;
        }
        return null;
      }
    }

    PeerRefused refusal() {
      if (first != null) {
        return first;
      }
      X509Certificate top = presented.get(Math.min(deepest, presented.size() - 1));
      if (top.getSubjectX500Principal().equals(top.getIssuerX500Principal())) {
        return (deepest == 0 ? ChainFault.SELF_SIGNED_LEAF : ChainFault.SELF_SIGNED_IN_CHAIN)
            .at(deepest);
      }
      return ChainFault.NO_ISSUER.at(deepest);
    }
  }

  private void check(List<X509Certificate> path, int anchorAt, long nowMillis) throws PeerRefused {
    int maxDepth = settings.maxDepth() < 0 ? DEEPEST : settings.maxDepth();
    if (anchorAt > maxDepth) {
      throw ChainFault.TOO_LONG.at(maxDepth);
    }
    if (!settings.expiredToo()) {
      checkDates(path, nowMillis);
    }
    if (anchorAt > 0) {
      checkSignatures(path, anchorAt);
    }
    revocations.check(path, nowMillis);
  }

  private static void checkDates(List<X509Certificate> path, long nowMillis) throws PeerRefused {
    for (int depth = path.size() - 1; depth >= 0; depth--) {
      X509Certificate certificate = path.get(depth);
      if (nowMillis > certificate.getNotAfter().getTime()) {
        throw ChainFault.EXPIRED.at(depth);
      }
      if (nowMillis < certificate.getNotBefore().getTime()) {
        throw ChainFault.NOT_YET_VALID.at(depth);
      }
    }
  }

  private static void checkSignatures(List<X509Certificate> path, int anchorAt) throws PeerRefused {
    try {
      var anchor = new TrustAnchor(path.get(anchorAt), null);
      var parameters = new PKIXParameters(Set.of(anchor));
      parameters.setRevocationEnabled(false);
      parameters.setDate(sharedDate(path)); // dates were looked at before, where they count
      var certPath =
          CertificateFactory.getInstance("X.509").generateCertPath(path.subList(0, anchorAt));
      CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
    } catch (CertPathValidatorException e) {
      throw fault(e).at(Math.max(0, e.getIndex()));
    } catch (GeneralSecurityException e) {
      throw ChainFault.INVALID_CA.at(anchorAt);
    }
  }

  // A moment when the whole path was valid; the end of the leaf's life if there is none.
  private static Date sharedDate(List<X509Certificate> path) {
    Date earliestEnd = path.getFirst().getNotAfter();
    for (X509Certificate certificate : path) {
      Date end = certificate.getNotAfter();
      earliestEnd = end.before(earliestEnd) ? end : earliestEnd;
    }
    return earliestEnd;
  }

  private static ChainFault fault(CertPathValidatorException e) {
    if (e.getReason() instanceof CertPathValidatorException.BasicReason basic) {
      return switch (basic) {
        case EXPIRED -> ChainFault.EXPIRED;
        case NOT_YET_VALID -> ChainFault.NOT_YET_VALID;
        case INVALID_SIGNATURE -> ChainFault.BAD_SIGNATURE;
        case ALGORITHM_CONSTRAINED -> ChainFault.WEAK_DIGEST;
        case REVOKED -> ChainFault.REVOKED;
        case UNSPECIFIED, UNDETERMINED_REVOCATION_STATUS -> ChainFault.INVALID_CA;
      };
    }
    return ChainFault.INVALID_CA; // constraints of names, paths or policies
  }

  /** The key that signed a certificate of a path. */
  static PublicKey issuerKey(List<X509Certificate> path, int depth) {
    return path.get(Math.min(depth + 1, path.size() - 1)).getPublicKey();
  }
}
