package mesh.proxy.route.forward;

import org.jspecify.annotations.Nullable;

/**
 * How long a forwarded request may take, as configured, milliseconds. {@link #UNSET} where nothing
 * is configured.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/faq/configuration/timeouts
 *
 * @param requestMillis from the request's end to the response's end; 0 is for ever
 * @param idleMillis without a byte in either direction; 0 is for ever, unset leaves it to the
 *     connection manager
 * @param maxStreamMillis of the whole stream; 0 is for ever, unset leaves it to the connection
 *     manager
 * @param grpcHeaderMaxMillis upper bound for {@code grpc-timeout} as the stream's duration; 0 is no
 *     bound, unset ignores the header
 * @param grpcHeaderOffsetMillis taken off what {@code grpc-timeout} says; may be unset
 * @param maxGrpcMillis deprecated {@code max_grpc_timeout}: as {@code grpcHeaderMaxMillis}, for the
 *     request timeout
 * @param grpcOffsetMillis deprecated {@code grpc_timeout_offset}
 * @param streamDurationConfigured true if the route has {@code max_stream_duration} in any form,
 *     which turns the two deprecated ones off
 */
public record Timeouts(
    long requestMillis,
    long idleMillis,
    long maxStreamMillis,
    long grpcHeaderMaxMillis,
    long grpcHeaderOffsetMillis,
    long maxGrpcMillis,
    long grpcOffsetMillis,
    boolean streamDurationConfigured) {

  public static final long UNSET = -1;

  /** Envoy's 15 seconds. */
  public static final long USUAL_REQUEST_MILLIS = 15_000;

  /**
   * How long the whole stream may take, milliseconds; 0 is for ever, unset leaves it to the
   * connection manager.
   *
   * @param grpcTimeout the request's header; null if there is none
   */
  public long streamMillis(@Nullable String grpcTimeout) {
    long asked = grpcHeaderMaxMillis == UNSET ? UNSET : GrpcTimeout.millis(grpcTimeout);
    if (asked == UNSET) {
      return maxStreamMillis;
    }
    if (grpcHeaderMaxMillis > 0 && (asked == 0 || asked > grpcHeaderMaxMillis)) {
      asked = grpcHeaderMaxMillis;
    }
    long offset = Math.max(0, grpcHeaderOffsetMillis);
    return offset < asked ? asked - offset : asked;
  }
}
