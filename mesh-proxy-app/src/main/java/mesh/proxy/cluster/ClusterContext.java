package mesh.proxy.cluster;

import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import mesh.proxy.cluster.dns.DnsLookups;
import mesh.proxy.cluster.event.EventFiles;
import mesh.proxy.cluster.event.EventLog;
import mesh.proxy.cluster.health.HealthEnvironment;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.outlier.OutlierEnvironment;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.ControlLoop;

/**
 * What clusters may use of the process. Immutable.
 *
 * @param stats root scope of the process
 * @param loop where everything that changes a cluster runs
 * @param clients the same loop, for calls of their own
 * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
 * @param clockMillis wall clock, for events
 * @param files of events
 * @param ejections told of every ejection
 */
public record ClusterContext(
    Stats stats,
    Runtime runtime,
    ControlLoop loop,
    ClientLoops clients,
    DnsLookups dns,
    IntUnaryOperator randomBelow,
    LongSupplier clockMillis,
    EventFiles files,
    EventLog ejections,
    UpstreamSocketFactory sockets) {

  LbContext lb() {
    return new LbContext(runtime, randomBelow, loop::nanoTime);
  }

  HealthEnvironment health() {
    return new HealthEnvironment(loop, clients, runtime, files, randomBelow, clockMillis);
  }

  OutlierEnvironment outlier() {
    return new OutlierEnvironment(loop, runtime, ejections, randomBelow, clockMillis);
  }

  SourceContext source(String clusterName, ClusterStats clusterStats) {
    return new SourceContext(clusterName, clusterStats, loop, clients, dns, randomBelow);
  }
}
