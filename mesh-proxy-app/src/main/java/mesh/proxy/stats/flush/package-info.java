/**
 * What the bootstrap says of statistics, and what happens at each flush: histograms begin a new
 * interval, sinks get their numbers.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/metrics/v3/stats.proto.
 * Sinks: statsd and dog_statsd over UDP. Timings go to statsd once a flush and bin, with a sample
 * rate that stands for their number, and not one by one.
 */
@NullMarked
package mesh.proxy.stats.flush;

import org.jspecify.annotations.NullMarked;
