package mesh.proxy.filter.http.fault;

import java.util.Map;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.runtime.RuntimeFraction;
import mesh.proxy.stream.ResponseFlag;
import org.jspecify.annotations.Nullable;

/** One configuration at work: draws who suffers what. Shared by all loops. */
final class Fault {

  /** What {@link #delayMillis} and {@link #bytesPerSecond} give to requests that are spared. */
  static final long NONE = 0;

  private static final int OK = 200;
  private static final int MAPPED_FROM_STATUS = -1;
  private static final long BYTES_PER_KIB = 1024;

  private final FaultConfig config;
  private final Runtime runtime;
  private final Map<String, Map<String, Object>> metadata;
  private final RuntimeFraction usualDelay;
  private final RuntimeFraction usualAbort;
  private final RuntimeFraction usualThrottle;

  Fault(FaultConfig config, FilterContext context) {
    this.config = config;
    this.runtime = context.runtime();
    this.metadata = Map.of(context.filterName(), config.metadata());
    RuntimeKeys keys = config.keys();
    FaultConfig.Delay delay = config.delay();
    FaultConfig.Abort abort = config.abort();
    FaultConfig.Throttle throttle = config.throttle();
    this.usualDelay = fraction(keys.delayPercent(), delay == null ? null : delay.share());
    this.usualAbort = fraction(keys.abortPercent(), abort == null ? null : abort.share());
    this.usualThrottle =
        fraction(keys.throttlePercent(), throttle == null ? null : throttle.share());
  }

  /** Whether the request is one of those that may suffer. */
  boolean concerns(StreamContext stream, Headers head) {
    return isForCluster(stream) && isFromNode(head) && HeaderMatch.allMatch(config.headers(), head);
  }

  /** The keys under which the runtime may change this fault for a request. */
  RuntimeKeys keys(Headers head) {
    String cluster = head.get(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER);
    return cluster == null ? config.keys() : config.keys().ofCluster(cluster);
  }

  /** The downstream cluster that has counters of its own; empty if the request has none. */
  String countedCluster(Headers head) {
    String cluster = head.get(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER);
    return cluster == null || !config.countsDownstreamClusters() ? "" : cluster;
  }

  /** How long the request waits; {@link #NONE} if not at all. */
  long delayMillis(Headers head, RuntimeKeys keys) {
    FaultConfig.Delay delay = config.delay();
    if (delay == null || !isDrawn(usualDelay, keys.delayPercent(), share(head, delay))) {
      return NONE;
    }
    long millis =
        delay.millis() == FaultConfig.FROM_REQUEST
            ? FaultHeaders.number(head, FaultHeaders.DELAY)
            : delay.millis();
    if (millis == FaultHeaders.NONE) {
      return NONE;
    }
    long usual = runtime.integer(config.keys().delayMillis(), millis);
    return Math.max(NONE, runtime.integer(keys.delayMillis(), usual));
  }

  /** How fast the response may be; {@link #NONE} for as fast as it can. */
  long bytesPerSecond(Headers head, RuntimeKeys keys) {
    FaultConfig.Throttle throttle = config.throttle();
    if (throttle == null) {
      return NONE;
    }
    boolean byRequest = throttle.kibPerSecond() == FaultConfig.FROM_REQUEST;
    FractionalPercent share =
        byRequest
            ? FaultHeaders.share(head, FaultHeaders.THROUGHPUT_PERCENT, throttle.share())
            : throttle.share();
    if (!isDrawn(usualThrottle, keys.throttlePercent(), share)) {
      return NONE;
    }
    long kib =
        byRequest ? FaultHeaders.number(head, FaultHeaders.THROUGHPUT) : throttle.kibPerSecond();
    return kib <= 0 ? NONE : Math.min(kib, Long.MAX_VALUE / BYTES_PER_KIB) * BYTES_PER_KIB;
  }

  /** What the request is answered with; null if it goes on. */
  @Nullable LocalReply abort(Headers head, RuntimeKeys keys) {
    FaultConfig.Abort abort = config.abort();
    if (abort == null || !isDrawn(usualAbort, keys.abortPercent(), share(head, abort))) {
      return null;
    }
    return switch (abort.status()) {
      case FaultConfig.AbortStatus.Http(int code) -> http(code, keys);
      case FaultConfig.AbortStatus.Grpc(int code) -> grpc(code, keys);
      case FaultConfig.AbortStatus.FromRequest() -> {
        long http = FaultHeaders.number(head, FaultHeaders.ABORT);
        long grpc = FaultHeaders.number(head, FaultHeaders.ABORT_GRPC);
        yield FaultConfig.isStatus(http)
            ? http((int) http, keys)
            : grpc == FaultHeaders.NONE ? null : grpc(grpc, keys);
      }
    };
  }

  boolean throttles() {
    return config.throttle() != null;
  }

  long mostActive() {
    return runtime.integer(config.keys().mostActive(), config.mostActive());
  }

  /** What a delayed or aborted request is left with, by namespace. */
  Map<String, Map<String, Object>> metadata() {
    return metadata;
  }

  private boolean isForCluster(StreamContext stream) {
    if (config.upstreamCluster().isEmpty()) {
      return true;
    }
    Route route = stream.route();
    return route != null
        && route.action() instanceof Forward forward
        && forward.cluster().cluster(stream.requestHead()).equals(config.upstreamCluster());
  }

  private boolean isFromNode(Headers head) {
    if (config.downstreamNodes().isEmpty()) {
      return true;
    }
    String node = head.get(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_NODE);
    return node != null && config.downstreamNodes().contains(node);
  }

  private LocalReply http(int code, RuntimeKeys keys) {
    long usual = runtime.integer(config.keys().abortHttpStatus(), code);
    long status = keys == config.keys() ? usual : runtime.integer(keys.abortHttpStatus(), code);
    return reply(FaultConfig.isStatus(status) ? (int) status : code, MAPPED_FROM_STATUS);
  }

  private LocalReply grpc(long code, RuntimeKeys keys) {
    long usual = runtime.integer(config.keys().abortGrpcStatus(), code);
    long status = keys == config.keys() ? usual : runtime.integer(keys.abortGrpcStatus(), code);
    return reply(OK, Math.clamp(status, 0, Integer.MAX_VALUE));
  }

  private static LocalReply reply(int httpStatus, int grpcStatus) {
    return new LocalReply(
        httpStatus,
        "fault filter abort",
        "fault_filter_abort",
        ResponseFlag.FAULT_INJECTED,
        null,
        grpcStatus);
  }

  private static FractionalPercent share(Headers head, FaultConfig.Delay delay) {
    return delay.millis() == FaultConfig.FROM_REQUEST
        ? FaultHeaders.share(head, FaultHeaders.DELAY_PERCENT, delay.share())
        : delay.share();
  }

  private static FractionalPercent share(Headers head, FaultConfig.Abort abort) {
    return abort.status() instanceof FaultConfig.AbortStatus.FromRequest
        ? FaultHeaders.share(head, FaultHeaders.ABORT_PERCENT, abort.share())
        : abort.share();
  }

  // What does not depend on the request was made at load.
  private boolean isDrawn(RuntimeFraction usual, String key, FractionalPercent share) {
    boolean isUsual = usual.key().equals(key) && usual.fallback() == share;
    return runtime.draw(isUsual ? usual : new RuntimeFraction(key, share));
  }

  private static RuntimeFraction fraction(String key, @Nullable FractionalPercent share) {
    return new RuntimeFraction(key, share == null ? FractionalPercent.NONE : share);
  }
}
