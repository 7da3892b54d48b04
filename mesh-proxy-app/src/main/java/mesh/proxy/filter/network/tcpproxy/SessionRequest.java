package mesh.proxy.filter.network.tcpproxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.network.tcpproxy.TcpProxyConfig.Hash;
import mesh.proxy.hash.XxHash64;
import org.jspecify.annotations.Nullable;

/**
 * What load balancing may ask of a connection. Immutable.
 *
 * @param metadata that the host must have
 */
record SessionRequest(ConnectionInfo connection, Hash policy, Map<String, Object> metadata)
    implements LbRequest {

  @Override
  public boolean hasHash() {
    return hashed() != null;
  }

  @Override
  public long hash() {
    String text = hashed();
    return text == null ? 0 : XxHash64.hash(text);
  }

  @Override
  public Map<String, Object> metadataMatch() {
    return metadata;
  }

  @Override
  public @Nullable SocketAddress originalDestination() {
    return connection.localRestored() ? connection.local() : null;
  }

  private @Nullable String hashed() {
    return switch (policy) {
      case Hash.None none -> null;
      case Hash.SourceIp ip ->
          connection.remote() instanceof InetSocketAddress remote && remote.getAddress() != null
              ? remote.getAddress().getHostAddress()
              : null;
      case Hash.FilterState(String key) -> {
        Object state = connection.filterState(key);
        yield state == null ? null : state.toString();
      }
    };
  }
}
