/**
 * Which requests and connections are logged.
 *
 * <p>Behaviour:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/accesslog/v3/accesslog.proto
 */
@NullMarked
package mesh.proxy.accesslog.rule;

import org.jspecify.annotations.NullMarked;
