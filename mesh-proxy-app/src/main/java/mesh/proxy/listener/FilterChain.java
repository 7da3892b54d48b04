package mesh.proxy.listener;

import com.google.protobuf.Message;
import java.util.List;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.tls.DownstreamTls;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the connections that match. Immutable; shared by all loops. One object for as
 * long as the configuration of the chain stays the same.
 *
 * @param name may be empty
 * @param source the message it was read from, to tell changes from repetitions
 * @param tls null for plaintext
 * @param filters in order; the last one takes the bytes
 * @param handshakeMillis until TLS must be done; 0 for no limit
 */
record FilterChain(
    String name,
    Message source,
    @Nullable DownstreamTls tls,
    List<NetworkFilter> filters,
    long handshakeMillis) {

  FilterChain {
    filters = List.copyOf(filters);
  }

  boolean isReady() {
    return (tls == null || tls.isSettled()) && filters.stream().allMatch(NetworkFilter::isReady);
  }

  /** Ends what watches over its certificates and routes. */
  void close() {
    filters.forEach(NetworkFilter::close);
    if (tls != null) {
      tls.close();
    }
  }
}
