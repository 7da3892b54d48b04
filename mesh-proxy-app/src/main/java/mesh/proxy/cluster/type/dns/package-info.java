/**
 * {@code envoy.cluster.dns}: strict or logical DNS, as the newer message says it.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/extensions/clusters/dns/v3/dns_cluster.proto
 */
@NullMarked
package mesh.proxy.cluster.type.dns;

import org.jspecify.annotations.NullMarked;
