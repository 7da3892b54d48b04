package mesh.proxy.cluster.health;

import java.net.SocketAddress;
import java.util.function.Supplier;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.tls.UpstreamTls;
import org.jspecify.annotations.Nullable;

/**
 * Whom a probe asks. Immutable.
 *
 * @param where it is asked; may change
 * @param host whose health is in question
 * @param hostname what the endpoint wants to be called in checks; may be empty
 * @param tls null for plaintext
 */
public record ProbeTarget(
    String clusterName,
    Supplier<SocketAddress> where,
    Endpoint host,
    String hostname,
    @Nullable UpstreamTls tls) {

  /** Where it is asked now. */
  public SocketAddress address() {
    return where.get();
  }

  /** The name to ask for: the endpoint's, else the check's, else the cluster's. */
  public String authority(String configured) {
    if (!hostname.isEmpty()) {
      return hostname;
    }
    return configured.isEmpty() ? clusterName : configured;
  }
}
