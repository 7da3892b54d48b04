/**
 * Counts requests under the names and labels of Istio's standard metrics.
 *
 * <p>Contract: https://istio.io/latest/docs/reference/config/metrics/ and
 * https://istio.io/latest/docs/reference/config/proxy_extensions/stats/
 *
 * <p>The peer is what {@code istio.metadata_exchange} heard, its principal and namespace what its
 * certificate says, and for clients the endpoint's metadata. At most 4,096 combinations of labels
 * are kept, then {@code mesh.proxy.service_metrics.dropped} counts. Not supported: changed, removed
 * and additional metrics and labels, messages of gRPC streams, waypoints, expiry.
 */
@NullMarked
package mesh.proxy.filter.http.istiostats;

import org.jspecify.annotations.NullMarked;
