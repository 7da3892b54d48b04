/**
 * Health checks by {@code grpc.health.v1.Health/Check}.
 *
 * <p>Contract: https://github.com/grpc/grpc/blob/master/doc/health-checking.md and
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/health_checking
 */
@NullMarked
package mesh.proxy.cluster.health.grpc;

import org.jspecify.annotations.NullMarked;
