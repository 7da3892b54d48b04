/**
 * What is counted of a cluster, under Envoy's names.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/upstream/cluster_manager/cluster_stats
 */
@NullMarked
package mesh.proxy.cluster.stats;

import org.jspecify.annotations.NullMarked;
