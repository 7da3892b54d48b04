package mesh.proxy.filter.http.localratelimit;

import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.TokenBucket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.mutation.HeaderMutations;
import mesh.proxy.mutation.MutationConfig;
import mesh.proxy.route.ratelimit.Descriptor;
import mesh.proxy.route.ratelimit.RateLimitRules;
import mesh.proxy.route.ratelimit.RateLimitRulesConfig;
import mesh.proxy.runtime.RuntimeFraction;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one filter or route, already checked.
 *
 * @param bucket for requests without a descriptor of their own; null if those are not limited
 * @param status HTTP status of a refusal, 400..599
 * @param enabled which requests are looked at; null for none
 * @param enforced which of those without a token are refused; null for none
 * @param whenNotEnforced changes to requests that would have been refused
 * @param onRefusal changes to refusals
 * @param rules how descriptors are made; if empty, the route's are used
 * @param stage of the route's rules
 * @param whichHostRules whether rules of the virtual host count, too
 */
record LocalRateLimitConfig(
    String statPrefix,
    @Nullable BucketSize bucket,
    int status,
    @Nullable RuntimeFraction enabled,
    @Nullable RuntimeFraction enforced,
    HeaderMutations whenNotEnforced,
    HeaderMutations onRefusal,
    List<LimitedDescriptor> descriptors,
    RateLimitRules rules,
    int stage,
    HostRules whichHostRules,
    boolean perConnection,
    boolean alwaysConsumeDefaultBucket,
    boolean resourceExhausted,
    boolean rateLimitHeaders,
    int maxDynamicDescriptors) {

  static final Supported SUPPORTED =
      Supported.of(LocalRateLimit.getDefaultInstance())
          .fields(
              "stat_prefix",
              "status",
              "token_bucket",
              "filter_enabled",
              "filter_enforced",
              "request_headers_to_add_when_not_enforced",
              "response_headers_to_add",
              "descriptors",
              "stage",
              "local_rate_limit_per_downstream_connection",
              "enable_x_ratelimit_headers",
              "vh_rate_limits",
              "always_consume_default_token_bucket",
              "rate_limited_as_resource_exhausted",
              "rate_limits",
              "max_dynamic_descriptors")
          .and(
              Supported.all(HttpStatus.getDefaultInstance()),
              Supported.all(TokenBucket.getDefaultInstance()),
              Supported.all(LocalRateLimitDescriptor.getDefaultInstance()),
              Supported.all(RateLimitDescriptor.Entry.getDefaultInstance()),
              Supported.all(RuntimeFractionalPercent.getDefaultInstance()),
              Supported.all(FractionalPercent.getDefaultInstance()),
              MutationConfig.SUPPORTED,
              RateLimitRulesConfig.OF_FILTER);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BAD_REQUEST = 400;
  private static final int HIGHEST_STAGE = 10;
  private static final int USUAL_DYNAMIC_DESCRIPTORS = 20;
  private static final int MOST_HEADERS = 10;

  /** Whether the rate limits of the virtual host are used beside those of the route. */
  enum HostRules {
    UNLESS_ROUTE_HAS_SOME,
    ALWAYS,
    NEVER
  }

  LocalRateLimitConfig {
    require(!statPrefix.isEmpty(), "stat_prefix", "", "a name for statistics");
    require(stage >= 0 && stage <= HIGHEST_STAGE, "stage", stage, "0..10");
    require(maxDynamicDescriptors >= 1, "max_dynamic_descriptors", maxDynamicDescriptors, ">= 1");
    descriptors = List.copyOf(descriptors);
  }

  /** Reads what stands in a filter chain. */
  static LocalRateLimitConfig parse(LocalRateLimit proto) {
    return new LocalRateLimitConfig(
        proto.getStatPrefix(),
        proto.hasTokenBucket()
            ? ProtoValue.under("token_bucket", () -> size(proto.getTokenBucket()))
            : null,
        status(proto),
        proto.hasFilterEnabled() ? ProtoValue.runtimeFraction(proto.getFilterEnabled()) : null,
        proto.hasFilterEnforced() ? ProtoValue.runtimeFraction(proto.getFilterEnforced()) : null,
        MutationConfig.parse(
            "request_headers_to_add_when_not_enforced",
            proto.getRequestHeadersToAddWhenNotEnforcedList(),
            MOST_HEADERS),
        MutationConfig.parse(
            "response_headers_to_add", proto.getResponseHeadersToAddList(), MOST_HEADERS),
        descriptors(proto.getDescriptorsList()),
        RateLimitRulesConfig.parse("rate_limits", proto.getRateLimitsList()),
        proto.getStage(),
        hostRules(proto),
        proto.getLocalRateLimitPerDownstreamConnection(),
        !proto.hasAlwaysConsumeDefaultTokenBucket()
            || proto.getAlwaysConsumeDefaultTokenBucket().getValue(),
        proto.getRateLimitedAsResourceExhausted(),
        rateLimitHeaders(proto),
        proto.hasMaxDynamicDescriptors()
            ? proto.getMaxDynamicDescriptors().getValue()
            : USUAL_DYNAMIC_DESCRIPTORS);
  }

  /** Reads what stands in {@code typed_per_filter_config}: there it must have a bucket. */
  static LocalRateLimitConfig parseRoute(LocalRateLimit proto) {
    require(proto.hasTokenBucket(), "token_bucket", null, "a bucket: routes need one of their own");
    return parse(proto);
  }

  private static BucketSize size(TokenBucket proto) {
    return new BucketSize(
        Integer.toUnsignedLong(proto.getMaxTokens()),
        proto.hasTokensPerFill() ? Integer.toUnsignedLong(proto.getTokensPerFill().getValue()) : 1,
        ProtoValue.duration(proto.getFillInterval()));
  }

  // As in Envoy, a status that is not an error is not taken for a refusal.
  private static int status(LocalRateLimit proto) {
    int status = proto.getStatus().getCodeValue();
    return status < BAD_REQUEST ? TOO_MANY_REQUESTS : status;
  }

  private static List<LimitedDescriptor> descriptors(List<LocalRateLimitDescriptor> protos) {
    Set<Descriptor> seen = new HashSet<>();
    var descriptors = new ArrayList<LimitedDescriptor>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      LocalRateLimitDescriptor proto = protos.get(at);
      LimitedDescriptor limit =
          ProtoValue.under("descriptors[" + at + "]", () -> descriptor(proto));
      require(
          seen.add(limit.descriptor()),
          "descriptors[" + at + "].entries",
          limit.descriptor(),
          "a descriptor that no other one equals");
      descriptors.add(limit);
    }
    return descriptors;
  }

  private static LimitedDescriptor descriptor(LocalRateLimitDescriptor proto) {
    require(proto.getEntriesCount() > 0, "entries", "[]", "at least one entry");
    var entries = new ArrayList<Descriptor.Entry>(proto.getEntriesCount());
    for (int at = 0; at < proto.getEntriesCount(); at++) {
      var entry = proto.getEntries(at);
      require(!entry.getKey().isEmpty(), "entries[" + at + "].key", "", "a text");
      entries.add(new Descriptor.Entry(entry.getKey(), entry.getValue()));
    }
    require(proto.hasTokenBucket(), "token_bucket", null, "a bucket");
    return new LimitedDescriptor(
        new Descriptor(entries),
        ProtoValue.under("token_bucket", () -> size(proto.getTokenBucket())));
  }

  private static HostRules hostRules(LocalRateLimit proto) {
    return switch (proto.getVhRateLimits()) {
      case OVERRIDE -> HostRules.UNLESS_ROUTE_HAS_SOME;
      case INCLUDE -> HostRules.ALWAYS;
      case IGNORE -> HostRules.NEVER;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "vh_rate_limits", proto.getVhRateLimitsValue(), "OVERRIDE, INCLUDE or IGNORE");
    };
  }

  private static boolean rateLimitHeaders(LocalRateLimit proto) {
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

  private static void require(
      boolean valid, String field, @Nullable Object value, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, value, expected);
    }
  }
}
