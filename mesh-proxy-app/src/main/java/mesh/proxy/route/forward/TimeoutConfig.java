package mesh.proxy.route.forward;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import mesh.proxy.config.Supported;

/** Reads the timeouts of a forwarding route. */
public final class TimeoutConfig {

  public static final Supported SUPPORTED =
      Supported.all(RouteAction.MaxStreamDuration.getDefaultInstance());

  private static final String STREAM = "max_stream_duration.";

  private TimeoutConfig() {}

  @SuppressWarnings("deprecation") // max_grpc_timeout is still in use
  public static Timeouts parse(RouteAction proto) {
    RouteAction.MaxStreamDuration stream = proto.getMaxStreamDuration();
    return new Timeouts(
        proto.hasTimeout()
            ? Millis.of("timeout", proto.getTimeout())
            : Timeouts.USUAL_REQUEST_MILLIS,
        optional(proto.hasIdleTimeout(), "idle_timeout", proto.getIdleTimeout()),
        optional(
            stream.hasMaxStreamDuration(),
            STREAM + "max_stream_duration",
            stream.getMaxStreamDuration()),
        optional(
            stream.hasGrpcTimeoutHeaderMax(),
            STREAM + "grpc_timeout_header_max",
            stream.getGrpcTimeoutHeaderMax()),
        optional(
            stream.hasGrpcTimeoutHeaderOffset(),
            STREAM + "grpc_timeout_header_offset",
            stream.getGrpcTimeoutHeaderOffset()),
        optional(proto.hasMaxGrpcTimeout(), "max_grpc_timeout", proto.getMaxGrpcTimeout()),
        optional(proto.hasGrpcTimeoutOffset(), "grpc_timeout_offset", proto.getGrpcTimeoutOffset()),
        proto.hasMaxStreamDuration());
  }

  private static long optional(boolean present, String field, Duration proto) {
    return present ? Millis.of(field, proto) : Timeouts.UNSET;
  }
}
