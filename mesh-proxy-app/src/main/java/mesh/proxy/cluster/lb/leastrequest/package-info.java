/**
 * Least request: of a few hosts drawn, the one with the fewest requests under way.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/load_balancing/load_balancers#weighted-least-request
 *
 * <p>Where weights differ, Envoy takes turns by {@code weight / (active + 1)^bias}, with a queue
 * for each worker. Here hosts are drawn by weight and the one with the least {@code active^bias /
 * weight} wins: idle hosts get shares by weight, busy ones less, {@code active_request_bias: 0} is
 * weighted round robin; and no loop waits for another.
 */
@NullMarked
package mesh.proxy.cluster.lb.leastrequest;

import org.jspecify.annotations.NullMarked;
