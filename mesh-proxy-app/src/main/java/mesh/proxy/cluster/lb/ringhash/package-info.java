/**
 * Ring hash (ketama): each host stands at many points of a ring; a request goes to the next one.
 *
 * <p>Points lie where Envoy puts them, so proxies of both kinds agree. Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/load_balancing/load_balancers#ring-hash
 */
@NullMarked
package mesh.proxy.cluster.lb.ringhash;

import org.jspecify.annotations.NullMarked;
