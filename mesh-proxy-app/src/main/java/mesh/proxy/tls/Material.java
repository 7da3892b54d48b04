package mesh.proxy.tls;

import java.util.List;
import mesh.proxy.tls.peer.PeerCheck;
import mesh.proxy.tls.secret.Credential;
import org.jspecify.annotations.Nullable;

/**
 * What one side of TLS has loaded. Immutable.
 *
 * @param anchorsSource where the trust anchors were read; empty if there are none
 * @param tickets keys of 80 bytes; null unless they are configured
 */
record Material(
    List<Credential> credentials,
    PeerCheck check,
    String anchorsSource,
    @Nullable List<byte[]> tickets) {

  Material {
    credentials = List.copyOf(credentials);
  }
}
