package mesh.proxy.accesslog.grpc;

import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig;
import mesh.proxy.accesslog.AccessLogContext;
import mesh.proxy.accesslog.AccessLogSink;
import mesh.proxy.accesslog.AccessLogSinkFactory;
import mesh.proxy.accesslog.stream.GrpcLogSettings;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.access_loggers.tcp_grpc}. */
public final class TcpGrpcSinkFactory implements AccessLogSinkFactory<TcpGrpcAccessLogConfig> {

  @Override
  public String name() {
    return "envoy.access_loggers.tcp_grpc";
  }

  @Override
  public TcpGrpcAccessLogConfig prototype() {
    return TcpGrpcAccessLogConfig.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(GrpcLogConfig.SUPPORTED);
  }

  @Override
  public AccessLogSink bind(TcpGrpcAccessLogConfig config, AccessLogContext context) {
    var common = config.getCommonConfig();
    return ProtoValue.under(
        "common_config",
        () ->
            new GrpcSink(
                context.grpcLogs().log(GrpcLogConfig.settings(GrpcLogSettings.Kind.TCP, common)),
                new TcpEntry(GrpcLogConfig.shared(common))));
  }
}
