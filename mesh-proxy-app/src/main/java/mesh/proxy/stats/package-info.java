/**
 * Counts what happens: counters, gauges, histograms and texts under Envoy's names, and the forms in
 * which they are read.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/operations/admin#get--stats and
 *
 * <p>stats_sinks} other than statsd over UDP, and per-host stats in the Prometheus form.
 */
@NullMarked
package mesh.proxy.stats;

import org.jspecify.annotations.NullMarked;
