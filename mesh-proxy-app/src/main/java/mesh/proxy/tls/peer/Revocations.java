package mesh.proxy.tls.peer;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * Certificate revocation lists. Immutable.
 *
 * <p>As in OpenSSL with {@code X509_V_FLAG_CRL_CHECK_ALL}, lists for one authority of a chain ask
 * for lists for all of them.
 */
final class Revocations {

  private final Map<X500Principal, List<X509CRL>> byIssuer = new HashMap<>();
  private final boolean leafOnly;

  Revocations(List<X509CRL> lists, boolean leafOnly) {
    this.leafOnly = leafOnly;
    for (X509CRL list : lists) {
      byIssuer
          .computeIfAbsent(list.getIssuerX500Principal(), issuer -> new ArrayList<>(1))
          .add(list);
    }
  }

  /**
   * Refuses a path with a revoked certificate.
   *
   * @param path leaf to anchor
   */
  void check(List<X509Certificate> path, long nowMillis) throws PeerRefused {
    if (byIssuer.isEmpty()) {
      return;
    }
    int last = leafOnly ? 0 : path.size() - 1;
    for (int depth = 0; depth <= last; depth++) {
      check(path.get(depth), ChainCheck.issuerKey(path, depth), depth, nowMillis);
    }
  }

  private void check(X509Certificate certificate, PublicKey issuerKey, int depth, long nowMillis)
      throws PeerRefused {
    List<X509CRL> lists =
        byIssuer.getOrDefault(certificate.getIssuerX500Principal(), List.of()).stream()
            .filter(list -> isSignedBy(list, issuerKey))
            .toList();
    if (lists.isEmpty()) {
      throw ChainFault.NO_CRL.at(depth);
    }
    for (X509CRL list : lists) {
      if (list.isRevoked(certificate)) {
        throw ChainFault.REVOKED.at(depth);
      }
    }
    if (lists.stream().noneMatch(list -> isCurrent(list, nowMillis))) {
      throw ChainFault.CRL_EXPIRED.at(depth);
    }
  }

  private static boolean isCurrent(X509CRL list, long nowMillis) {
    return list.getThisUpdate().getTime() <= nowMillis
        && (list.getNextUpdate() == null || nowMillis <= list.getNextUpdate().getTime());
  }

  private static boolean isSignedBy(X509CRL list, PublicKey key) {
    try {
      list.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
