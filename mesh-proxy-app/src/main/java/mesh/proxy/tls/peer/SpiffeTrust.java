package mesh.proxy.tls.peer;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * A set of anchors for each SPIFFE trust domain, chosen by the URI of the leaf, so that no domain
 * can vouch for another one. Immutable.
 *
 * @param domains by name, without {@code spiffe://}
 */
public record SpiffeTrust(Map<String, ChainCheck> domains, List<X509Certificate> anchors)
    implements PeerCheck.Trust {

  private static final String SCHEME = "spiffe://";
  private static final int KEY_CERT_SIGN = 5; // bits of KeyUsage, RFC 5280 section 4.2.1.3
  private static final int CRL_SIGN = 6;

  public SpiffeTrust {
    domains = Map.copyOf(domains);
    anchors = List.copyOf(anchors);
  }

  void verify(List<X509Certificate> presented, long nowMillis) throws PeerRefused {
    X509Certificate leaf = presented.getFirst();
    if (mayIssue(leaf)) {
      throw new PeerRefused(PeerRefused.Kind.CHAIN, "verify cert failed: cert precheck");
    }
    ChainCheck domain = domains.get(trustDomain(leaf));
    if (domain == null) {
      throw new PeerRefused(PeerRefused.Kind.CHAIN, "verify cert failed: no trust bundle store");
    }
    domain.verify(presented, null, nowMillis);
  }

  // SPIFFE's X509-SVID, section 5.2.
  private static boolean mayIssue(X509Certificate leaf) {
    boolean[] usage = leaf.getKeyUsage();
    return leaf.getBasicConstraints() >= 0
        || usage != null && (usage[KEY_CERT_SIGN] || usage[CRL_SIGN]);
  }

  private static String trustDomain(X509Certificate leaf) {
    List<String> uris = SubjectName.values(leaf, NameType.URI);
    String id = uris.isEmpty() ? "" : uris.getFirst();
    int path = id.indexOf('/', SCHEME.length());
    return id.startsWith(SCHEME) && path > 0 ? id.substring(SCHEME.length(), path) : "";
  }
}
