/**
 * Writes metrics for people, for programs and for Prometheus, as the admin's {@code /stats} does.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/operations/admin#get--stats. Not
 * supported: {@code format=html} and {@code format=active-html}, {@code
 * histogram_buckets=prometheusnative}.
 */
@NullMarked
package mesh.proxy.stats.render;

import org.jspecify.annotations.NullMarked;
