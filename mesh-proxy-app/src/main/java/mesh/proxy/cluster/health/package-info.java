/**
 * Active health checks: asks every host again and again whether it serves; one folder a protocol.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/health_checking
 */
@NullMarked
package mesh.proxy.cluster.health;

import org.jspecify.annotations.NullMarked;
