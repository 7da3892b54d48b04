package mesh.pilot.generate.telemetry;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig;
import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig;
import java.util.ArrayList;
import java.util.List;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.telemetry.ListenerTelemetry.Log;
import mesh.pilot.model.ExtensionProvider.HttpAls;
import mesh.pilot.model.ExtensionProvider.TcpAls;

/** The access logs that go to services. */
public final class AccessLogs {

  private AccessLogs() {}

  /** Of requests. */
  public static List<AccessLog> http(ListenerTelemetry telemetry, Direction direction) {
    List<AccessLog> logs = new ArrayList<>();
    for (Log log : telemetry.logs()) {
      if (log.provider() instanceof HttpAls als) {
        var config =
            HttpGrpcAccessLogConfig.newBuilder()
                .setCommonConfig(service(log, als.logName(), direction));
        logs.add(log("envoy.access_loggers.http_grpc", config.build()));
      }
    }
    return logs;
  }

  /** Of connections that are no HTTP. */
  public static List<AccessLog> tcp(ListenerTelemetry telemetry, Direction direction) {
    List<AccessLog> logs = new ArrayList<>();
    for (Log log : telemetry.logs()) {
      if (log.provider() instanceof TcpAls als) {
        var config =
            TcpGrpcAccessLogConfig.newBuilder()
                .setCommonConfig(service(log, als.logName(), direction));
        logs.add(log("envoy.access_loggers.tcp_grpc", config.build()));
      }
    }
    return logs;
  }

  private static AccessLog log(String name, Message config) {
    return AccessLog.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }

  private static CommonGrpcAccessLogConfig service(Log log, String name, Direction direction) {
    return CommonGrpcAccessLogConfig.newBuilder()
        .setLogName(name.isEmpty() ? direction.text() : name)
        .setTransportApiVersion(ApiVersion.V3)
        .setGrpcService(
            GrpcService.newBuilder()
                .setEnvoyGrpc(
                    GrpcService.EnvoyGrpc.newBuilder().setClusterName(log.cluster().toString())))
        .build();
  }
}
