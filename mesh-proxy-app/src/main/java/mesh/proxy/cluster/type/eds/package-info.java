/**
 * {@code EDS}: endpoints come from a file or from a management server.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/service_discovery#endpoint-discovery-service-eds
 */
@NullMarked
package mesh.proxy.cluster.type.eds;

import org.jspecify.annotations.NullMarked;
