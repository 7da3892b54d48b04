package mesh.proxy.admin;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import java.net.InetSocketAddress;
import java.util.List;
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
          .fields("address", "access_log", "access_log_path")
          .ignored("profile_path", "there are no pages of profilers")
          .ignored("ignore_global_conn_limit", "no limit counts connections of this interface")
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
    AccessLog log = accessLog(proto, logs);
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

  @SuppressWarnings("deprecation") // access_log_path stands in most configurations there are
  private static AccessLog accessLog(Admin proto, AccessLogFactory logs) {
    if (proto.getAccessLogPath().isEmpty()) {
      return ProtoValue.under("access_log", () -> logs.bind(proto.getAccessLogList()));
    }
    if (proto.getAccessLogCount() > 0) {
      throw new InvalidConfigException(
          "access_log_path", proto.getAccessLogPath(), "nothing: access_log is set as well");
    }
    var file = FileAccessLog.newBuilder().setPath(proto.getAccessLogPath()).build();
    var log =
        io.envoyproxy.envoy.config.accesslog.v3.AccessLog.newBuilder()
            .setName("envoy.access_loggers.file")
            .setTypedConfig(Any.pack(file))
            .build();
    try {
      return logs.bind(List.of(log));
    } catch (InvalidConfigException e) {
      throw new InvalidConfigException("access_log_path", e.value(), e.expected());
    }
  }
}
