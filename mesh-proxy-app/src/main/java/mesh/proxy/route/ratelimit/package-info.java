/**
 * Under which keys a request is counted: the {@code rate_limits} of routes, virtual hosts and
 * filters.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/rate_limit_filter#composing-actions
 *
 * <p>Not supported: {@code extension} actions; {@code limit} (an override for a rate limit
 * service); {@code apply_on_stream_done}.
 */
@NullMarked
package mesh.proxy.route.ratelimit;

import org.jspecify.annotations.NullMarked;
