package mesh.proxy.listener;

import java.util.List;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.tls.DownstreamTls;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the connections that match. Immutable; shared by all loops.
 *
 * @param name may be empty
 * @param tls null for plaintext
 * @param filters in order; the last one takes the bytes
 * @param handshakeMillis until TLS must be done; 0 for no limit
 */
record FilterChain(
    String name,
    ChainMatch match,
    @Nullable DownstreamTls tls,
    List<NetworkFilter> filters,
    long handshakeMillis) {

  FilterChain {
    filters = List.copyOf(filters);
  }
}
