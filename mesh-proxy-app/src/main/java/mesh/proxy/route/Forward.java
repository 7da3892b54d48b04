package mesh.proxy.route;

import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.route.cors.CorsPolicy;
import mesh.proxy.route.forward.ClusterSpecifier;
import mesh.proxy.route.forward.InternalRedirects;
import mesh.proxy.route.forward.Mirror;
import mesh.proxy.route.forward.Timeouts;
import mesh.proxy.route.forward.Upgrades;
import mesh.proxy.route.hash.HashPolicies;
import mesh.proxy.route.ratelimit.RateLimitRules;
import mesh.proxy.route.retry.RetryPolicy;
import mesh.proxy.route.rewrite.HostRewrite;
import mesh.proxy.route.rewrite.PathRewrite;
import org.jspecify.annotations.Nullable;

/**
 * Sends the request to a cluster. Immutable. A choice among weighted clusters was made when the
 * route was found: each of them has a {@link Route} and a {@code Forward} of its own.
 *
 * @param clusterNotFoundStatus answered if the cluster does not exist: 503, 404 or 500
 * @param retryPolicy null if nothing is retried
 * @param mirrors the most specific non-empty list of route, virtual host and route table
 * @param metadataMatch what endpoints must carry under {@code envoy.lb}; empty if any will do
 * @param internalRedirects null if redirects of the upstream are passed on
 * @param includeHostRateLimits whether the virtual host's rate limits count beside the route's,
 *     whatever filters say
 * @param cors the route's own policy; null if it has none
 */
public record Forward(
    ClusterSpecifier cluster,
    int clusterNotFoundStatus,
    Timeouts timeouts,
    @Nullable RetryPolicy retryPolicy,
    HashPolicies hashPolicies,
    List<Mirror> mirrors,
    Upgrades upgrades,
    RoutingPriority priority,
    Map<String, Object> metadataMatch,
    @Nullable InternalRedirects internalRedirects,
    PathRewrite pathRewrite,
    HostRewrite hostRewrite,
    RateLimitRules rateLimits,
    boolean includeHostRateLimits,
    @Nullable CorsPolicy cors)
    implements RouteAction {

  public Forward {
    mirrors = List.copyOf(mirrors);
  }
}
