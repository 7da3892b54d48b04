/**
 * Names to addresses, asked again and again.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/dns_resolution
 *
 * <p>Not supported: {@code use_tcp_for_dns_lookups}, the Apple resolver.
 */
@NullMarked
package mesh.proxy.cluster.dns;

import org.jspecify.annotations.NullMarked;
