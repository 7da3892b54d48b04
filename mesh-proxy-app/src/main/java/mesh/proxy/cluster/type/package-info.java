/**
 * Where endpoints come from; one folder a kind of discovery.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/service_discovery
 */
@NullMarked
package mesh.proxy.cluster.type;

import org.jspecify.annotations.NullMarked;
