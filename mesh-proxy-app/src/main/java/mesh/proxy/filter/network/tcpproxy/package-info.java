/**
 * {@code envoy.filters.network.tcp_proxy}: joins a downstream connection with one of its own to a
 * host of a cluster, and carries bytes both ways.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/network_filters/tcp_proxy_filter.
 * Not supported: tunneling over HTTP, on-demand clusters, PROXY protocol TLVs. A peer that half
 * closes TLS by a close_notify gets no more of an answer: the TLS library ends both directions at
 * once. A FIN alone is a half close on TLS, too.
 */
@NullMarked
package mesh.proxy.filter.network.tcpproxy;

import org.jspecify.annotations.NullMarked;
