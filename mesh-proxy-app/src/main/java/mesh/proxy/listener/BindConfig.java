package mesh.proxy.listener;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress.Protocol;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/**
 * One address to listen on. Immutable.
 *
 * @param ipv4Too an IPv6 socket takes IPv4 connections as well
 * @param mode permissions of a Unix socket's file; 0 leaves them to the system
 */
record BindConfig(
    SocketAddress address, boolean ipv4Too, int mode, List<SocketOptionConfig> options) {

  static final Supported SUPPORTED =
      Supported.of(Address.getDefaultInstance())
          .fields("socket_address", "pipe")
          .and(
              Supported.of(io.envoyproxy.envoy.config.core.v3.SocketAddress.getDefaultInstance())
                  .fields("protocol", "address", "port_value", "ipv4_compat"),
              Supported.all(Pipe.getDefaultInstance()));

  BindConfig {
    options = List.copyOf(options);
  }

  static BindConfig parse(Address proto, List<SocketOptionConfig> options) {
    SocketAddress address = ProtoValue.address(proto);
    var socket = proto.getSocketAddress();
    if (socket.getProtocol() == Protocol.UDP) {
      throw new InvalidConfigException("socket_address.protocol", "UDP", "TCP");
    }
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new InvalidConfigException(
          "socket_address.address", inet.getHostString(), "an IP address, not a host name");
    }
    return new BindConfig(address, socket.getIpv4Compat(), proto.getPipe().getMode(), options);
  }
}
