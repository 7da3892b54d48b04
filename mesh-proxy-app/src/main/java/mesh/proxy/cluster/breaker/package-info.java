/**
 * Circuit breakers: how many connections, requests and retries a cluster may have at once.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/circuit_breaking
 */
@NullMarked
package mesh.proxy.cluster.breaker;

import org.jspecify.annotations.NullMarked;
