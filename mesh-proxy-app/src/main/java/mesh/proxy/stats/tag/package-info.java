/**
 * Finds in a metric's name the parts that are values, such as a cluster's name, so that metrics of
 * one kind share a name and differ by tags.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/metrics/v3/stats.proto
 */
@NullMarked
package mesh.proxy.stats.tag;

import org.jspecify.annotations.NullMarked;
