package mesh.proxy.filter.http.fault;

import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultRateLimit;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.match.HeaderMatchConfig;
import mesh.proxy.runtime.FractionalPercent;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one filter or route, already checked.
 *
 * @param delay null if requests are not delayed
 * @param abort null if requests are not aborted
 * @param throttle null if responses are not slowed down
 * @param upstreamCluster the only one whose requests are concerned; empty for all
 * @param headers all of which a request must have
 * @param downstreamNodes the only ones whose requests are concerned; empty for all
 * @param mostActive most requests under a fault at once
 * @param metadata left with requests that were delayed or aborted
 */
record FaultConfig(
    @Nullable Delay delay,
    @Nullable Abort abort,
    @Nullable Throttle throttle,
    String upstreamCluster,
    List<HeaderMatch> headers,
    Set<String> downstreamNodes,
    long mostActive,
    RuntimeKeys keys,
    boolean countsDownstreamClusters,
    Map<String, Object> metadata) {

  static final Supported SUPPORTED =
      Supported.all(HTTPFault.getDefaultInstance())
          .and(
              Supported.all(FaultAbort.getDefaultInstance()),
              Supported.all(FaultAbort.HeaderAbort.getDefaultInstance()),
              Supported.all(FaultDelay.getDefaultInstance()),
              Supported.all(FaultDelay.HeaderDelay.getDefaultInstance()),
              Supported.all(FaultRateLimit.getDefaultInstance()),
              Supported.all(FaultRateLimit.FixedLimit.getDefaultInstance()),
              Supported.all(FaultRateLimit.HeaderLimit.getDefaultInstance()),
              Supported.all(io.envoyproxy.envoy.type.v3.FractionalPercent.getDefaultInstance()),
              HeaderMatchConfig.SUPPORTED);

  /** Where a number comes from that a request may bring along. */
  static final long FROM_REQUEST = -1;

  private static final int LOWEST_STATUS = 200;
  private static final int HIGHEST_STATUS = 599;

  /**
   * How long requests wait.
   *
   * @param millis > 0, or {@link #FROM_REQUEST}
   */
  record Delay(long millis, FractionalPercent share) {}

  /** What requests are answered with. */
  record Abort(AbortStatus status, FractionalPercent share) {}

  /** A status of the configuration, or one that requests bring along. */
  sealed interface AbortStatus {

    /** 200 to 599. */
    record Http(int code) implements AbortStatus {}

    /** The HTTP status is 200 then. */
    record Grpc(int code) implements AbortStatus {}

    /** The request says which. */
    record FromRequest() implements AbortStatus {}
  }

  /**
   * How fast response bodies are.
   *
   * @param kibPerSecond > 0, or {@link #FROM_REQUEST}
   */
  record Throttle(long kibPerSecond, FractionalPercent share) {}

  FaultConfig {
    headers = List.copyOf(headers);
    downstreamNodes = Set.copyOf(downstreamNodes);
  }

  static FaultConfig parse(HTTPFault proto) {
    return new FaultConfig(
        proto.hasDelay() ? ProtoValue.under("delay", () -> delay(proto.getDelay())) : null,
        proto.hasAbort() ? ProtoValue.under("abort", () -> abort(proto.getAbort())) : null,
        proto.hasResponseRateLimit()
            ? ProtoValue.under("response_rate_limit", () -> throttle(proto.getResponseRateLimit()))
            : null,
        proto.getUpstreamCluster(),
        HeaderMatchConfig.parse("headers", proto.getHeadersList()),
        Set.copyOf(proto.getDownstreamNodesList()),
        proto.hasMaxActiveFaults()
            ? Integer.toUnsignedLong(proto.getMaxActiveFaults().getValue())
            : Long.MAX_VALUE,
        RuntimeKeys.parse(
            List.of(
                proto.getDelayPercentRuntime(),
                proto.getDelayDurationRuntime(),
                proto.getAbortPercentRuntime(),
                proto.getAbortHttpStatusRuntime(),
                proto.getAbortGrpcStatusRuntime(),
                proto.getMaxActiveFaultsRuntime(),
                proto.getResponseRateLimitPercentRuntime())),
        !proto.getDisableDownstreamClusterStats(),
        ProtoValue.struct(proto.getFilterMetadata()));
  }

  private static Delay delay(FaultDelay proto) {
    FractionalPercent share = ProtoValue.fraction(proto.getPercentage());
    return switch (proto.getFaultDelaySecifierCase()) {
      case FIXED_DELAY -> {
        Duration fixed = ProtoValue.duration(proto.getFixedDelay());
        require(!fixed.isNegative() && !fixed.isZero(), "fixed_delay", fixed, "> 0");
        yield new Delay(Math.max(1, fixed.toMillis()), share);
      }
      case HEADER_DELAY -> new Delay(FROM_REQUEST, share);
      case FAULTDELAYSECIFIER_NOT_SET ->
          throw new InvalidConfigException(
              "fault_delay_secifier", null, "one of fixed_delay, header_delay");
    };
  }

  private static Abort abort(FaultAbort proto) {
    AbortStatus status =
        switch (proto.getErrorTypeCase()) {
          case HTTP_STATUS -> {
            int code = proto.getHttpStatus();
            require(isStatus(code), "http_status", code, LOWEST_STATUS + ".." + HIGHEST_STATUS);
            yield new AbortStatus.Http(code);
          }
          case GRPC_STATUS -> new AbortStatus.Grpc(proto.getGrpcStatus());
          case HEADER_ABORT -> new AbortStatus.FromRequest();
          case ERRORTYPE_NOT_SET ->
              throw new InvalidConfigException(
                  "error_type", null, "one of http_status, grpc_status, header_abort");
        };
    return new Abort(status, ProtoValue.fraction(proto.getPercentage()));
  }

  private static Throttle throttle(FaultRateLimit proto) {
    FractionalPercent share = ProtoValue.fraction(proto.getPercentage());
    return switch (proto.getLimitTypeCase()) {
      case FIXED_LIMIT -> {
        long limit = proto.getFixedLimit().getLimitKbps();
        require(
            limit >= 1, "fixed_limit.limit_kbps", Long.toUnsignedString(limit), "1 to 2^63 - 1");
        yield new Throttle(limit, share);
      }
      case HEADER_LIMIT -> new Throttle(FROM_REQUEST, share);
      case LIMITTYPE_NOT_SET ->
          throw new InvalidConfigException("limit_type", null, "one of fixed_limit, header_limit");
    };
  }

  /** True if responses may have that status. */
  static boolean isStatus(long code) {
    return code >= LOWEST_STATUS && code <= HIGHEST_STATUS;
  }

  private static void require(boolean valid, String field, Object value, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, value, expected);
    }
  }
}
