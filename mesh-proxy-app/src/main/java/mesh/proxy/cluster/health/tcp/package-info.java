/**
 * Health checks by connecting, and by bytes sent and expected.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/health_checking
 */
@NullMarked
package mesh.proxy.cluster.health.tcp;

import org.jspecify.annotations.NullMarked;
