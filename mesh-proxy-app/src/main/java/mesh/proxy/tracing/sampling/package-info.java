/**
 * Which requests are traced, and how their ids say so.
 *
 * <p>Behaviour:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/headers#x-request-id
 */
@NullMarked
package mesh.proxy.tracing.sampling;

import org.jspecify.annotations.NullMarked;
