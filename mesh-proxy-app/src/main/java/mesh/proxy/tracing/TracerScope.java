package mesh.proxy.tracing;

import mesh.proxy.stats.Stats;
import mesh.proxy.tracing.sampling.RequestIdSettings;

/**
 * What a tracer may know of the connection manager that it works for. Immutable.
 *
 * @param stats scope of the connection manager: {@code http.ingress_http.}
 * @param egress whether requests leave a workload: spans are of the kind client, else server
 */
public record TracerScope(Stats stats, boolean egress, RequestIdSettings requestIds) {}
