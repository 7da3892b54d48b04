/**
 * Picks an endpoint: first a priority, then a locality, then a host by the policy of the cluster.
 *
 * <p>A policy is one folder below this package. It turns candidates, a list that is never empty,
 * into a picker; every change of membership, health or weight makes new ones, and no picker is ever
 * changed. Everything a policy need not know of (priorities, panic, localities, retries that avoid
 * hosts) is decided here, once.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/load_balancing/load_balancing
 */
@NullMarked
package mesh.proxy.cluster.lb;

import org.jspecify.annotations.NullMarked;
