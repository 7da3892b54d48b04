/**
 * Why a request ended as it did, in words: Envoy's <a
 * href="https://www.envoyproxy.io/docs/envoy/v1.34.0/configuration/observability/access_log/usage">
 * response flags</a> and <a
 * href="https://www.envoyproxy.io/docs/envoy/v1.34.0/configuration/http/http_conn_man/response_code_details">
 * response code details</a>, with what to do about each. The words are in resources beside this.
 */
@NullMarked
package mesh.telemetry.query.why;

import org.jspecify.annotations.NullMarked;
