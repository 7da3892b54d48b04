/**
 * Takes access logs from proxies: <a
 * href="https://www.envoyproxy.io/docs/envoy/v1.34.0/api-v3/service/accesslog/v3/als.proto">
 * envoy.service.accesslog.v3.AccessLogService</a>, HTTP and TCP.
 *
 * <p>Not taken: entries of connections and requests that have not ended yet ({@code
 * intermediate_log_entry}); they are counted.
 */
@NullMarked
package mesh.telemetry.receive.als;

import org.jspecify.annotations.NullMarked;
