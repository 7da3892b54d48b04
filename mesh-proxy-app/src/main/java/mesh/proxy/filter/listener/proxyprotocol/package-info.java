/**
 * {@code envoy.filters.listener.proxy_protocol}: takes the addresses of a connection from the PROXY
 * protocol header, version 1 or 2, that a load balancer in front has written.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/listener_filters/proxy_protocol
 * and https://www.haproxy.org/download/2.1/doc/proxy-protocol.txt. Not supported: rules for TLVs
 * and passing them on.
 */
@NullMarked
package mesh.proxy.filter.listener.proxyprotocol;

import org.jspecify.annotations.NullMarked;
