/**
 * Outlier detection: hosts that answer worse than they should get no requests for a while.
 *
 * <p>Contract: https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/outlier
 *
 * <p>Every runtime key of Envoy ({@code outlier_detection.consecutive_5xx} and so on) is honoured.
 */
@NullMarked
package mesh.proxy.cluster.outlier;

import org.jspecify.annotations.NullMarked;
