package mesh.proxy.filter.http.ratelimit;

import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import mesh.proxy.route.ratelimit.RateLimitRules;
import mesh.proxy.route.ratelimit.RateLimitRulesConfig;

/**
 * What a route says. Immutable.
 *
 * @param domain in place of the filter's; empty for that
 * @param rules in place of those of the route and its virtual host; empty for those
 */
record PerRouteConfig(HostRules hostRules, String domain, RateLimitRules rules) {

  static final Supported SUPPORTED =
      Supported.of(RateLimitPerRoute.getDefaultInstance())
          .fields("vh_rate_limits", "domain", "rate_limits")
          .and(RateLimitRulesConfig.OF_FILTER);

  static final PerRouteConfig NONE =
      new PerRouteConfig(HostRules.UNLESS_ROUTE_HAS_SOME, "", RateLimitRules.NONE);

  /** Whether the rate limits of the virtual host are used beside those of the route. */
  enum HostRules {
    UNLESS_ROUTE_HAS_SOME,
    ALWAYS,
    NEVER
  }

  static PerRouteConfig parse(RateLimitPerRoute proto) {
    return new PerRouteConfig(
        hostRules(proto),
        proto.getDomain(),
        RateLimitRulesConfig.parse("rate_limits", proto.getRateLimitsList()));
  }

  private static HostRules hostRules(RateLimitPerRoute proto) {
    return switch (proto.getVhRateLimits()) {
      case OVERRIDE -> HostRules.UNLESS_ROUTE_HAS_SOME;
      case INCLUDE -> HostRules.ALWAYS;
      case IGNORE -> HostRules.NEVER;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "vh_rate_limits", proto.getVhRateLimitsValue(), "OVERRIDE, INCLUDE or IGNORE");
    };
  }
}
