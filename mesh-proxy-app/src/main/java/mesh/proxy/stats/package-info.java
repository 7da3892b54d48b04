/**
 * Counts what happens: counters, gauges, histograms and texts under Envoy's names.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/operations/stats_overview
 */
@NullMarked
package mesh.proxy.stats;

import org.jspecify.annotations.NullMarked;
