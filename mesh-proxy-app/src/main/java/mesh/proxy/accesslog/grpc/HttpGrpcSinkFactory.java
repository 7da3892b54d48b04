package mesh.proxy.accesslog.grpc;

import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig;
import mesh.proxy.accesslog.AccessLogContext;
import mesh.proxy.accesslog.AccessLogSink;
import mesh.proxy.accesslog.AccessLogSinkFactory;
import mesh.proxy.accesslog.stream.GrpcLogSettings;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.access_loggers.http_grpc}. */
public final class HttpGrpcSinkFactory implements AccessLogSinkFactory<HttpGrpcAccessLogConfig> {

  @Override
  public String name() {
    return "envoy.access_loggers.http_grpc";
  }

  @Override
  public HttpGrpcAccessLogConfig prototype() {
    return HttpGrpcAccessLogConfig.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(GrpcLogConfig.SUPPORTED);
  }

  @Override
  public AccessLogSink bind(HttpGrpcAccessLogConfig config, AccessLogContext context) {
    var common = config.getCommonConfig();
    return ProtoValue.under(
        "common_config",
        () ->
            new GrpcSink(
                context.grpcLogs().log(GrpcLogConfig.settings(GrpcLogSettings.Kind.HTTP, common)),
                new HttpEntry(
                    GrpcLogConfig.shared(common),
                    GrpcLogConfig.names(config.getAdditionalRequestHeadersToLogList()),
                    GrpcLogConfig.names(config.getAdditionalResponseHeadersToLogList()),
                    GrpcLogConfig.names(config.getAdditionalResponseTrailersToLogList()))));
  }
}
