package mesh.identity.client;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import mesh.identity.SpiffeId;
import mesh.identity.pem.Pem;

/**
 * A key with its certificate, and whom its owner trusts. Immutable.
 *
 * @param chain the certificate itself, then intermediates, without the root
 * @param roots that vouch for everybody of the mesh
 */
public record Identity(
    SpiffeId id, PrivateKey key, List<X509Certificate> chain, List<X509Certificate> roots) {

  public Identity {
    chain = List.copyOf(chain);
    roots = List.copyOf(roots);
  }

  /** The certificate itself. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** When the certificate ends. */
  public Instant end() {
    return leaf().getNotAfter().toInstant();
  }

  public String chainPem() {
    return Pem.of(chain);
  }

  public String keyPem() {
    return Pem.of(key);
  }

  public String rootsPem() {
    return Pem.of(roots);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return id + " (serial " + leaf().getSerialNumber().toString(16) + ", until " + end() + ")";
  }
}
