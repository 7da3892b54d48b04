package mesh.proxy.accesslog.grpc;

import io.envoyproxy.envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig;
import java.time.Duration;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.stream.GrpcLogSettings;
import mesh.proxy.cluster.grpc.GrpcServiceConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;
import mesh.proxy.tracing.tag.CustomTagConfig;

/** Reads {@code common_config} of logs that go to a service. */
final class GrpcLogConfig {

  static final Supported SUPPORTED =
      Supported.of(CommonGrpcAccessLogConfig.getDefaultInstance())
          .fields("log_name", "grpc_service", "transport_api_version")
          .fields("buffer_flush_interval", "buffer_size_bytes", "custom_tags")
          .and(GrpcServiceConfig.SUPPORTED, CustomTagConfig.SUPPORTED);

  private static final long FLUSH_MILLIS = 1000;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int MOST_BUFFER_BYTES = 64 << 20;

  private GrpcLogConfig() {}

  /**
   * The stream that entries go to.
   *
   * @throws InvalidConfigException fields relative to the message
   */
  static GrpcLogSettings settings(GrpcLogSettings.Kind kind, CommonGrpcAccessLogConfig proto) {
    if (proto.getLogName().isEmpty()) {
      throw new InvalidConfigException("log_name", "", "a name that tells the service its log");
    }
    GrpcServiceConfig.requireV3(proto.getTransportApiVersion());
    return new GrpcLogSettings(
        kind,
        proto.getLogName(),
        ProtoValue.under("grpc_service", () -> GrpcServiceConfig.parse(proto.getGrpcService())),
        flushMillis(proto),
        bufferBytes(proto));
  }

  /** What entries of both kinds have. */
  static SharedProperties shared(CommonGrpcAccessLogConfig proto) {
    return new SharedProperties(CustomTagConfig.parse(proto.getCustomTagsList()));
  }

  /** Names of header fields, as messages have them. */
  static List<String> names(List<String> written) {
    return written.stream().map(Ascii::lower).toList();
  }

  private static long flushMillis(CommonGrpcAccessLogConfig proto) {
    if (!proto.hasBufferFlushInterval()) {
      return FLUSH_MILLIS;
    }
    Duration interval = ProtoValue.duration(proto.getBufferFlushInterval());
    if (interval.isNegative() || interval.isZero()) {
      throw new InvalidConfigException("buffer_flush_interval", interval, "more than 0s");
    }
    return Math.max(1, interval.toMillis());
  }

  private static int bufferBytes(CommonGrpcAccessLogConfig proto) {
    if (!proto.hasBufferSizeBytes()) {
      return BUFFER_BYTES;
    }
    long bytes = Integer.toUnsignedLong(proto.getBufferSizeBytes().getValue());
    if (bytes > MOST_BUFFER_BYTES) {
      throw new InvalidConfigException(
          "buffer_size_bytes", bytes, "at most " + MOST_BUFFER_BYTES + ", for each event loop");
    }
    return (int) bytes;
  }
}
