/**
 * Room 1: which filter chain a connection gets.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/listener/v3/listener_components.proto
 * (FilterChainMatch). Not supported: the unified matcher ({@code filter_chain_matcher}), address
 * suffixes.
 */
@NullMarked
package mesh.proxy.listener.match;

import org.jspecify.annotations.NullMarked;
