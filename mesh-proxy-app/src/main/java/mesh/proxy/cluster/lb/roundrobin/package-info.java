/**
 * Round robin: every host in turn, by weight.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/load_balancing/load_balancers#weighted-round-robin
 *
 * <p>All loops take turns together, so the order is strict however many there are.
 */
@NullMarked
package mesh.proxy.cluster.lb.roundrobin;

import org.jspecify.annotations.NullMarked;
