package mesh.proxy.cluster;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import mesh.proxy.catalog.ClusterTypes;
import mesh.proxy.catalog.HealthCheckers;
import mesh.proxy.catalog.LbPolicies;
import mesh.proxy.cluster.dns.FakeDns;
import mesh.proxy.cluster.event.EventFiles;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.FakeControlLoop;
import mesh.proxy.worker.Transport;
import mesh.proxy.xds.TestSources;

/** Clusters without sockets, on a loop whose time moves only when told. */
public final class FakeProxy implements ClusterListener {

  public final FakeControlLoop loop = new FakeControlLoop();
  public final Stats stats = Stats.root();
  public final IntUnaryOperator random = bound -> 0;
  public final Runtime runtime = new Runtime(random);
  public final AtomicLong clockMillis = new AtomicLong(1_000);
  public final List<String> ejections = new ArrayList<>();
  public final List<String> heard = new ArrayList<>();
  public final FakeDns dns = new FakeDns();
  public final ClusterContext context =
      new ClusterContext(
          stats,
          runtime,
          loop,
          new ClientLoops(new EmbeddedChannel().eventLoop(), Transport.NIO),
          dns,
          random,
          clockMillis::get,
          new EventFiles(),
          ejections::add,
          (socket, clusterStats) -> null);
  public final Clusters clusters = new Clusters(context);
  public final ClusterExtensions extensions;

  public FakeProxy() {
    this(List.of(), List.of());
  }

  /** With more kinds of discovery and of health checks than we ship; they are found first. */
  public FakeProxy(List<ClusterTypeFactory<?>> types, List<HealthCheckerFactory<?>> checkers) {
    List<ClusterTypeFactory<?>> allTypes = new ArrayList<>(types);
    allTypes.addAll(ClusterTypes.of(TestSources.NONE));
    List<HealthCheckerFactory<?>> allCheckers = new ArrayList<>(checkers);
    allCheckers.addAll(HealthCheckers.ALL);
    extensions = ClusterExtensions.of(allTypes, LbPolicies.ALL, allCheckers, context.lb());
    clusters.listen(this);
  }

  /** Adds a cluster named {@code backend}. */
  public void apply(String text) {
    clusters.apply(ClusterConfig.parse(ClusterTexts.cluster(text), extensions));
  }

  /** The cluster of that name; it must be ready. */
  public Cluster backend() {
    return java.util.Objects.requireNonNull(clusters.get("backend"));
  }

  /** A counter below {@code cluster.backend.}. */
  public long counter(String name) {
    return stats.scope("cluster.backend").counter(name).value();
  }

  /** A gauge below {@code cluster.backend.}. */
  public long gauge(String name) {
    return stats.scope("cluster.backend").gauge(name).value();
  }

  @Override
  public void added(Cluster cluster) {
    heard.add("added " + cluster);
  }

  @Override
  public void removed(Cluster cluster) {
    heard.add("removed " + cluster);
  }

  @Override
  public void hostsRemoved(Cluster cluster, List<Endpoint> hosts) {
    heard.add("gone " + hosts);
  }

  @Override
  public void hostFailed(Cluster cluster, Endpoint host) {
    heard.add("failed " + host);
  }
}
