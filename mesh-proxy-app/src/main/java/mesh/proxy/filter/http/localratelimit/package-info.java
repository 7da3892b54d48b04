/**
 * Limits requests by token buckets that this process keeps for itself.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/local_rate_limit_filter
 *
 * <p>Not supported: {@code local_cluster_rate_limit}; descriptor extensions. As in Envoy, a route's
 * rate limit with a {@code disable_key} is passed over by this filter. Unlike in Envoy, a bucket
 * per connection belongs to one configuration: a connection that uses two routes with a limit each
 * has two.
 */
@NullMarked
package mesh.proxy.filter.http.localratelimit;

import org.jspecify.annotations.NullMarked;
