package mesh.proxy.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import mesh.proxy.tls.secret.Credential;

/**
 * Certificates of one TLS context, for {@code /certs} and for those who watch expiry. Immutable.
 *
 * @param anchors trust anchors; may be empty
 * @param chains own certificates, leaves only; may be empty
 */
public record CertificatesInUse(List<Shown> anchors, List<Shown> chains) {

  /**
   * One certificate.
   *
   * @param source a path or {@code <inline>}
   */
  public record Shown(X509Certificate certificate, String source) {}

  public CertificatesInUse {
    anchors = List.copyOf(anchors);
    chains = List.copyOf(chains);
  }

  static CertificatesInUse of(Material material) {
    return new CertificatesInUse(
        material.check().anchors().stream()
            .map(anchor -> new Shown(anchor, material.anchorsSource()))
            .toList(),
        material.credentials().stream().map(CertificatesInUse::shown).toList());
  }

  private static Shown shown(Credential credential) {
    return new Shown(credential.leaf(), credential.source());
  }
}
