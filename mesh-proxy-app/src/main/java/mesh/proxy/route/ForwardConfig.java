package mesh.proxy.route;

import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;
import mesh.proxy.match.RegexConfig;
import mesh.proxy.route.cors.CorsPolicy;
import mesh.proxy.route.cors.CorsPolicyConfig;
import mesh.proxy.route.forward.ClusterSpecifier;
import mesh.proxy.route.forward.InternalRedirectConfig;
import mesh.proxy.route.forward.InternalRedirects;
import mesh.proxy.route.forward.Mirror;
import mesh.proxy.route.forward.MirrorConfig;
import mesh.proxy.route.forward.TimeoutConfig;
import mesh.proxy.route.forward.UpgradeConfig;
import mesh.proxy.route.hash.HashConfig;
import mesh.proxy.route.match.PathRule;
import mesh.proxy.route.ratelimit.RateLimitRulesConfig;
import mesh.proxy.route.retry.RetryConfig;
import mesh.proxy.route.retry.RetryPolicy;
import mesh.proxy.route.rewrite.RewriteConfig;
import org.jspecify.annotations.Nullable;

/** Reads forwarding actions. */
final class ForwardConfig {

  static final Supported SUPPORTED =
      Supported.of(RouteAction.getDefaultInstance())
          .fields(
              "cluster",
              "cluster_header",
              "weighted_clusters",
              "cluster_not_found_response_code",
              "metadata_match",
              "prefix_rewrite",
              "regex_rewrite",
              "path_rewrite_policy",
              "host_rewrite_literal",
              "auto_host_rewrite",
              "host_rewrite_header",
              "host_rewrite_path_regex",
              "append_x_forwarded_host",
              "timeout",
              "idle_timeout",
              "retry_policy",
              "request_mirror_policies",
              "priority",
              "hash_policy",
              "max_grpc_timeout",
              "grpc_timeout_offset",
              "upgrade_configs",
              "internal_redirect_policy",
              "internal_redirect_action",
              "max_internal_redirects",
              "max_stream_duration",
              "rate_limits",
              "include_vh_rate_limits",
              "cors")
          .and(
              Supported.of(Metadata.getDefaultInstance()).fields("filter_metadata"),
              RegexConfig.SUPPORTED,
              RetryConfig.SUPPORTED,
              MirrorConfig.SUPPORTED,
              HashConfig.SUPPORTED,
              UpgradeConfig.SUPPORTED,
              InternalRedirectConfig.SUPPORTED,
              TimeoutConfig.SUPPORTED,
              RateLimitRulesConfig.OF_ROUTE,
              CorsPolicyConfig.SUPPORTED);

  private static final String LB = "envoy.lb";

  private ForwardConfig() {}

  /**
   * What a route inherits from the levels above it.
   *
   * @param mirrors the most specific non-empty list
   */
  record Inherited(@Nullable RetryPolicy retryPolicy, List<Mirror> mirrors) {}

  /** Reads an action with one cluster. */
  static Forward parse(RouteAction proto, PathRule path, Inherited inherited) {
    ClusterSpecifier cluster =
        switch (proto.getClusterSpecifierCase()) {
          case CLUSTER -> new ClusterSpecifier.Fixed(proto.getCluster());
          case CLUSTER_HEADER ->
              new ClusterSpecifier.FromHeader(Ascii.lower(proto.getClusterHeader()));
          default ->
              throw new InvalidConfigException(
                  "cluster_specifier",
                  proto.getClusterSpecifierCase(),
                  "one of cluster, cluster_header, weighted_clusters");
        };
    return parse(proto, path, inherited, new Target(cluster, Map.of(), ""));
  }

  /**
   * What a weighted cluster says for itself.
   *
   * @param labels merged over the action's metadata match
   * @param host literal; empty if there is none
   */
  record Target(ClusterSpecifier cluster, Map<String, Object> labels, String host) {}

  static Forward parse(RouteAction proto, PathRule path, Inherited inherited, Target target) {
    return new Forward(
        target.cluster(),
        notFoundStatus(proto),
        TimeoutConfig.parse(proto),
        proto.hasRetryPolicy()
            ? ProtoValue.under("retry_policy", () -> RetryConfig.parse(proto.getRetryPolicy()))
            : inherited.retryPolicy(),
        ProtoValue.under("hash_policy", () -> HashConfig.parse(proto.getHashPolicyList())),
        proto.getRequestMirrorPoliciesCount() == 0
            ? inherited.mirrors()
            : ProtoValue.under(
                "request_mirror_policies",
                () -> MirrorConfig.parse(proto.getRequestMirrorPoliciesList())),
        ProtoValue.under(
            "upgrade_configs", () -> UpgradeConfig.parse(proto.getUpgradeConfigsList())),
        switch (proto.getPriority()) {
          case DEFAULT -> RoutingPriority.DEFAULT;
          case HIGH -> RoutingPriority.HIGH;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "priority", proto.getPriorityValue(), "DEFAULT or HIGH");
        },
        merged(labels(proto.getMetadataMatch()), target.labels()),
        internalRedirects(proto),
        RewriteConfig.path(proto, path),
        RewriteConfig.host(proto, target.host()),
        RateLimitRulesConfig.parse("rate_limits", proto.getRateLimitsList()),
        includeHostRateLimits(proto),
        cors(proto));
  }

  static Map<String, Object> labels(Metadata metadata) {
    Map<String, Object> labels = ProtoValue.metadata(metadata).get(LB);
    return labels == null ? Map.of() : labels;
  }

  private static Map<String, Object> merged(
      Map<String, Object> general, Map<String, Object> specific) {
    if (specific.isEmpty()) {
      return general;
    }
    var merged = new LinkedHashMap<>(general);
    merged.putAll(specific);
    return Collections.unmodifiableMap(merged);
  }

  private static int notFoundStatus(RouteAction proto) {
    return switch (proto.getClusterNotFoundResponseCode()) {
      case SERVICE_UNAVAILABLE -> 503;
      case NOT_FOUND -> 404;
      case INTERNAL_SERVER_ERROR -> 500;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "cluster_not_found_response_code",
              proto.getClusterNotFoundResponseCodeValue(),
              "SERVICE_UNAVAILABLE, NOT_FOUND or INTERNAL_SERVER_ERROR");
    };
  }

  @SuppressWarnings(
      "deprecation") // filters have a setting of their own, but routes still may say it
  private static boolean includeHostRateLimits(RouteAction proto) {
    return proto.getIncludeVhRateLimits().getValue();
  }

  @SuppressWarnings("deprecation") // typed_per_filter_config is the place today
  private static @Nullable CorsPolicy cors(RouteAction proto) {
    return proto.hasCors()
        ? ProtoValue.under("cors", () -> CorsPolicyConfig.parse(proto.getCors()))
        : null;
  }

  @SuppressWarnings("deprecation") // internal_redirect_action is still in use
  private static @Nullable InternalRedirects internalRedirects(RouteAction proto) {
    if (proto.hasInternalRedirectPolicy()) {
      return ProtoValue.under(
          "internal_redirect_policy",
          () -> InternalRedirectConfig.parse(proto.getInternalRedirectPolicy()));
    }
    return proto.getInternalRedirectAction()
            == RouteAction.InternalRedirectAction.HANDLE_INTERNAL_REDIRECT
        ? InternalRedirectConfig.handled(
            proto.hasMaxInternalRedirects() ? proto.getMaxInternalRedirects().getValue() : 1)
        : null;
  }
}
