/**
 * From access-log entries to calls: who called whom, how, and what came of it.
 *
 * <p>Works from standard fields only: the node that reports, the client certificate's URI, the
 * upstream cluster's name as Istio forms it, and addresses. Istio's <a
 * href="https://istio.io/latest/docs/reference/config/metrics/">vocabulary</a> holds: what is not
 * known is {@code unknown}.
 */
@NullMarked
package mesh.telemetry.attribute;

import org.jspecify.annotations.NullMarked;
