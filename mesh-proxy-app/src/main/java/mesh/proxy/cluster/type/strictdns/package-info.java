/**
 * {@code STRICT_DNS}: every address of a name is an endpoint.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/service_discovery#strict-dns
 */
@NullMarked
package mesh.proxy.cluster.type.strictdns;

import org.jspecify.annotations.NullMarked;
