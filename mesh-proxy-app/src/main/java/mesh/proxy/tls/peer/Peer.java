package mesh.proxy.tls.peer;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer that may connect. Immutable; shared by all of its connections.
 *
 * @param presented leaf first; empty if it presented no certificate
 * @param verified true if something of the configuration vouches for it
 * @param overlooked why it would have been refused, were untrusted peers not accepted
 */
public record Peer(
    List<X509Certificate> presented, boolean verified, @Nullable PeerRefused overlooked) {

  /** Without a certificate. */
  public static final Peer UNKNOWN = new Peer(List.of(), false, null);

  public Peer {
    presented = List.copyOf(presented);
  }
}
