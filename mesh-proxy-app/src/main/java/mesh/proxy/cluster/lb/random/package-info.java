/**
 * Random: any host, whatever its weight.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/load_balancing/load_balancers#random
 */
@NullMarked
package mesh.proxy.cluster.lb.random;

import org.jspecify.annotations.NullMarked;
