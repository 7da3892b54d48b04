package mesh.proxy.admin;

import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.net.InetSocketAddress;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.accesslog.AccessLogConfig;
import mesh.proxy.accesslog.AccessLogFactory;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** The admin interface as configured. Immutable. */
public record AdminConfig(InetSocketAddress address, AccessLog accessLog) {

  /** Where the interface is without configuration: for this machine alone. */
  public static final InetSocketAddress USUAL = ProtoValue.hostAndPort("127.0.0.1", 15000);

  public static final Supported SUPPORTED =
      Supported.of(Admin.getDefaultInstance())
          .fields("address", "access_log")
          .and(
              AccessLogConfig.SUPPORTED,
              Supported.of(Address.getDefaultInstance()).fields("socket_address"),
              Supported.of(SocketAddress.getDefaultInstance())
                  .fields("protocol", "address", "port_value"));

  /**
   * Reads {@code admin}.
   *
   * @throws InvalidConfigException with a field relative to the message
   */
  public static AdminConfig parse(Admin proto, AccessLogFactory logs) {
    AccessLog log = ProtoValue.under("access_log", () -> logs.bind(proto.getAccessLogList()));
    if (!proto.hasAddress()) {
      return new AdminConfig(USUAL, log);
    }
    if (!proto.getAddress().hasSocketAddress()) {
      throw new InvalidConfigException(
          "address", proto.getAddress().getAddressCase(), "a socket_address");
    }
    return new AdminConfig(
        ProtoValue.under(
            "address.socket_address",
            () -> ProtoValue.socket(proto.getAddress().getSocketAddress())),
        log);
  }
}
