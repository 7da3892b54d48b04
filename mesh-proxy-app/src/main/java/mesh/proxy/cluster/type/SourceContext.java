package mesh.proxy.cluster.type;

import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.dns.DnsLookups;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.ControlLoop;

/**
 * What a kind of discovery may use of the process and of its cluster. Immutable.
 *
 * @param clients the control loop, for calls of their own
 * @param randomBelow maps a bound to a number in {@code [0, bound)}
 */
public record SourceContext(
    String clusterName,
    ClusterStats stats,
    ControlLoop loop,
    ClientLoops clients,
    DnsLookups dns,
    IntUnaryOperator randomBelow) {}
