/**
 * Answers health checks of load balancers, or lets them through and remembers the answer for a
 * while.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/health_check_filter
 *
 * <p>Everything is supported. A cached answer lives {@code cache_time} from when it came; in Envoy
 * it may live shorter.
 */
@NullMarked
package mesh.proxy.filter.http.healthcheck;

import org.jspecify.annotations.NullMarked;
