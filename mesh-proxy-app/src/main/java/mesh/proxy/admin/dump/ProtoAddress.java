package mesh.proxy.admin.dump;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.net.InetSocketAddress;
import mesh.proxy.endpoint.Addresses;

/** Addresses as messages. */
public final class ProtoAddress {

  private ProtoAddress() {}

  public static Address of(java.net.SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      String host = inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
      return Address.newBuilder()
          .setSocketAddress(
              SocketAddress.newBuilder().setAddress(host).setPortValue(inet.getPort()))
          .build();
    }
    return Address.newBuilder().setPipe(Pipe.newBuilder().setPath(Addresses.text(address))).build();
  }
}
