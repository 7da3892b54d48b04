/**
 * {@code envoy.filters.listener.original_dst}: finds out where a connection wanted to go before
 * iptables brought it here ({@code REDIRECT} and {@code TPROXY}).
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/listener_filters/original_dst_filter.
 * Linux with the epoll transport only.
 */
@NullMarked
package mesh.proxy.filter.listener.originaldst;

import org.jspecify.annotations.NullMarked;
