/**
 * Holds a request back until it is complete, and refuses what is too large.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/buffer_filter
 */
@NullMarked
package mesh.proxy.filter.http.buffer;

import org.jspecify.annotations.NullMarked;
