/**
 * {@code STATIC}: endpoints are addresses that stand in the configuration.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/service_discovery#static
 */
@NullMarked
package mesh.proxy.cluster.type.fixed;

import org.jspecify.annotations.NullMarked;
