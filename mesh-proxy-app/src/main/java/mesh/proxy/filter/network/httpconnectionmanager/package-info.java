/**
 * {@code envoy.filters.network.http_connection_manager}: turns the bytes of a connection into
 * requests and runs each through the HTTP filters.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/http_conn_man
 */
@NullMarked
package mesh.proxy.filter.network.httpconnectionmanager;

import org.jspecify.annotations.NullMarked;
