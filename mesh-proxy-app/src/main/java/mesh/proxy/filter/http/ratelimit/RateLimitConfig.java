package mesh.proxy.filter.http.ratelimit;

import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.ratelimit.v3.RateLimitServiceConfig;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimit;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.grpc.GrpcServiceConfig;
import mesh.proxy.cluster.grpc.GrpcTarget;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.mutation.HeaderMutations;
import mesh.proxy.mutation.MutationConfig;
import mesh.proxy.runtime.RuntimeFraction;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one filter, already checked. Immutable.
 *
 * @param timeoutMillis of a question; 0 for ever
 * @param deniesOnError whether a request is refused that the service says nothing about
 * @param tellsClients whether answers have {@code x-ratelimit-*}
 * @param marksRefusals whether refusals have {@code x-envoy-ratelimited}
 * @param status HTTP status of a refusal, 400..599
 * @param statusOnError HTTP status if the service fails, 200..599
 * @param onRefusal changes to refusals
 * @param enabled which requests are asked about
 * @param enforced which requests above a limit are refused
 */
record RateLimitConfig(
    String domain,
    int stage,
    Concerned concerned,
    GrpcTarget service,
    long timeoutMillis,
    boolean deniesOnError,
    boolean tellsClients,
    boolean marksRefusals,
    int status,
    int statusOnError,
    boolean resourceExhausted,
    HeaderMutations onRefusal,
    String statPrefix,
    RuntimeFraction enabled,
    RuntimeFraction enforced) {

  static final Supported SUPPORTED =
      Supported.all(RateLimit.getDefaultInstance())
          .and(
              Supported.all(RateLimitServiceConfig.getDefaultInstance()),
              Supported.all(HttpStatus.getDefaultInstance()),
              Supported.all(RuntimeFractionalPercent.getDefaultInstance()),
              Supported.all(FractionalPercent.getDefaultInstance()),
              GrpcServiceConfig.SUPPORTED,
              MutationConfig.SUPPORTED);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int LEAST_FINAL = 200;
  private static final int LEAST_ERROR = 400;
  private static final int MOST_CODE = 599;
  private static final int HIGHEST_STAGE = 10;
  private static final int MOST_HEADERS = 10;
  private static final long TIMEOUT_MILLIS = 20;

  /** Which requests are asked about. */
  enum Concerned {
    INTERNAL,
    EXTERNAL,
    BOTH
  }

  static RateLimitConfig parse(RateLimit proto) {
    require(!proto.getDomain().isEmpty(), "domain", "", "a name that the service knows");
    require(
        proto.getStage() >= 0 && proto.getStage() <= HIGHEST_STAGE,
        "stage",
        proto.getStage(),
        "0..10");
    require(proto.hasRateLimitService(), "rate_limit_service", null, "a service to ask");
    return new RateLimitConfig(
        proto.getDomain(),
        proto.getStage(),
        concerned(proto.getRequestType()),
        ProtoValue.under("rate_limit_service", () -> service(proto.getRateLimitService())),
        timeout(proto),
        proto.getFailureModeDeny(),
        tellsClients(proto),
        !proto.getDisableXEnvoyRatelimitedHeader(),
        status(proto),
        statusOnError(proto),
        proto.getRateLimitedAsResourceExhausted(),
        MutationConfig.parse(
            "response_headers_to_add", proto.getResponseHeadersToAddList(), MOST_HEADERS),
        proto.getStatPrefix(),
        fraction(
            proto.hasFilterEnabled() ? proto.getFilterEnabled() : null,
            "ratelimit.http_filter_enabled"),
        fraction(
            proto.hasFilterEnforced() ? proto.getFilterEnforced() : null,
            "ratelimit.http_filter_enforcing"));
  }

  private static GrpcTarget service(RateLimitServiceConfig proto) {
    GrpcServiceConfig.requireV3(proto.getTransportApiVersion());
    require(proto.hasGrpcService(), "grpc_service", null, "a service to ask");
    return ProtoValue.under("grpc_service", () -> GrpcServiceConfig.parse(proto.getGrpcService()));
  }

  private static Concerned concerned(String type) {
    return switch (type) {
      case "internal" -> Concerned.INTERNAL;
      case "external" -> Concerned.EXTERNAL;
      case "both", "" -> Concerned.BOTH;
      default ->
          throw new InvalidConfigException("request_type", type, "internal, external or both");
    };
  }

  private static long timeout(RateLimit proto) {
    if (!proto.hasTimeout()) {
      return TIMEOUT_MILLIS;
    }
    Duration timeout = ProtoValue.duration(proto.getTimeout());
    require(!timeout.isNegative(), "timeout", timeout, ">= 0s");
    return timeout.toMillis();
  }

  private static boolean tellsClients(RateLimit proto) {
    return switch (proto.getEnableXRatelimitHeaders()) {
      case OFF -> false;
      case DRAFT_VERSION_03 -> true;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "enable_x_ratelimit_headers",
              proto.getEnableXRatelimitHeadersValue(),
              "OFF or DRAFT_VERSION_03");
    };
  }

  // As in Envoy, a status that is not an error is not taken for a refusal.
  private static int status(RateLimit proto) {
    int status = proto.getRateLimitedStatus().getCodeValue();
    return status < LEAST_ERROR || status > MOST_CODE ? TOO_MANY_REQUESTS : status;
  }

  private static int statusOnError(RateLimit proto) {
    int status = proto.getStatusOnError().getCodeValue();
    return status < LEAST_FINAL || status > MOST_CODE ? INTERNAL_SERVER_ERROR : status;
  }

  private static RuntimeFraction fraction(@Nullable RuntimeFractionalPercent proto, String key) {
    return proto == null
        ? new RuntimeFraction(key, mesh.proxy.runtime.FractionalPercent.ALL)
        : ProtoValue.runtimeFraction(proto);
  }

  private static void require(
      boolean valid, String field, @Nullable Object value, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, value, expected);
    }
  }
}
