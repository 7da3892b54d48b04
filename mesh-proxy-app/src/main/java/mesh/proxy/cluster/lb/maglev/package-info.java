/**
 * Maglev: a table of prime size that every proxy fills alike.
 *
 * <p>Source: "Maglev: A Fast and Reliable Software Network Load Balancer", section 3.4,
 * https://research.google.com/pubs/archive/44824.pdf; weights as in Envoy. Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/load_balancing/load_balancers#maglev
 */
@NullMarked
package mesh.proxy.cluster.lb.maglev;

import org.jspecify.annotations.NullMarked;
