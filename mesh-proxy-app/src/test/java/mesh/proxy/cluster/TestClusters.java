package mesh.proxy.cluster;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.function.LongSupplier;
import mesh.proxy.catalog.ClusterTypes;
import mesh.proxy.catalog.HealthCheckers;
import mesh.proxy.catalog.LbPolicies;
import mesh.proxy.cluster.dns.FakeDns;
import mesh.proxy.cluster.event.EventFiles;
import mesh.proxy.cluster.event.EventLog;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.ControlLoop;
import mesh.proxy.worker.Transport;
import mesh.proxy.xds.TestSources;

/** Clusters for tests of other rooms: plaintext, every draw is 0. */
public final class TestClusters {

  private static final EventLoop CLIENTS = new DefaultEventLoop();

  private TestClusters() {}

  /** No clusters yet; what changes them runs on {@code loop}. */
  public static Clusters on(ControlLoop loop, Stats stats, Runtime runtime) {
    return new Clusters(
        new ClusterContext(
            stats,
            runtime,
            loop,
            new ClientLoops(CLIENTS, Transport.NIO),
            new FakeDns(),
            bound -> 0,
            () -> 0,
            new EventFiles(),
            EventLog.NONE,
            (socket, into) -> null));
  }

  /** All that we ship. */
  public static ClusterExtensions extensions(Runtime runtime, LongSupplier nanoClock) {
    return ClusterExtensions.of(
        ClusterTypes.of(TestSources.NONE),
        LbPolicies.ALL,
        HealthCheckers.ALL,
        new LbContext(runtime, bound -> 0, nanoClock));
  }
}
