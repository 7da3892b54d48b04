/**
 * One line for each request and connection: which ones are logged, in what form, and to where.
 *
 * <p>Behaviour:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/observability/access_log/access_log.
 * Not supported: {@code extension_filter}, and sinks that are not in the catalog.
 */
@NullMarked
package mesh.proxy.accesslog;

import org.jspecify.annotations.NullMarked;
