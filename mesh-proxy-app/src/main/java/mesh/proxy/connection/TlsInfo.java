package mesh.proxy.connection;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake left behind. Immutable.
 *
 * @param version {@code TLSv1.2}, {@code TLSv1.3}
 * @param cipher OpenSSL's name
 * @param sessionId hex; may be empty
 * @param serverName SNI; may be empty
 * @param alpn negotiated protocol; may be empty
 * @param local our certificate, leaf only
 * @param peer the peer's chain, leaf first; empty if it presented none
 * @param verified true if {@code peer} was checked against a trust anchor
 */
public record TlsInfo(
    String version,
    String cipher,
    String sessionId,
    String serverName,
    String alpn,
    @Nullable X509Certificate local,
    List<X509Certificate> peer,
    boolean verified) {

  public TlsInfo {
    peer = List.copyOf(peer);
  }

  public @Nullable X509Certificate peerLeaf() {
    return peer.isEmpty() ? null : peer.getFirst();
  }
}
