/**
 * Who calls whom in a mesh, and the metrics about it: what Istio's filters share. Knows no filter.
 *
 * <p>Contract: https://istio.io/latest/docs/reference/config/metrics/
 */
@NullMarked
package mesh.proxy.workload;

import org.jspecify.annotations.NullMarked;
