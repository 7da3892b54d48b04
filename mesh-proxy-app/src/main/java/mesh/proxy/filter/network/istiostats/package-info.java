/**
 * Counts connections and their bytes under the names and labels of Istio's standard metrics.
 *
 * <p>Contract: https://istio.io/latest/docs/reference/config/metrics/ and
 * https://istio.io/latest/docs/reference/config/proxy_extensions/stats/
 *
 * <p>A connection is counted when its upstream stands, at the latest when it ends; its bytes every
 * {@code tcp_reporting_duration} and at the end. The peer is who its certificate says, and for
 * clients who the endpoint's metadata says. Not supported: metadata exchange on TCP, and what the
 * HTTP filter of this name does not support.
 */
@NullMarked
package mesh.proxy.filter.network.istiostats;

import org.jspecify.annotations.NullMarked;
