package mesh.proxy.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.function.Predicate;
import mesh.config.InvalidConfigException;
import mesh.proxy.worker.ControlLoop;
import mesh.proxy.xds.Ledger;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Update;

/** Clusters that come and go while the proxy runs (CDS). */
public final class ClusterResource implements Subscriber<Cluster> {

  /** As a server knows it. */
  public static final ResourceType<Cluster> TYPE =
      new ResourceType<>(Cluster.getDefaultInstance(), Cluster::getName, true);

  private final Clusters clusters;
  private final ClusterExtensions extensions;
  private final ControlLoop loop;
  private final Ledger ledger;
  private final Predicate<String> isStatic;
  private final Runnable answered;

  /**
   * A subscriber.
   *
   * @param loop on which clusters change
   * @param isStatic tells names of clusters that are not changed from here
   * @param answered told of every answer, and when none came in time
   */
  public ClusterResource(
      Clusters clusters,
      ClusterExtensions extensions,
      ControlLoop loop,
      Ledger ledger,
      Predicate<String> isStatic,
      Runnable answered) {
    this.clusters = clusters;
    this.extensions = extensions;
    this.loop = loop;
    this.ledger = ledger;
    this.isStatic = isStatic;
    this.answered = answered;
  }

  @Override
  public void update(Update<Cluster> update) {
    try {
      ledger.version(update.version());
      loop.call(() -> update.removed().forEach(this::remove));
      update.forEach(this::take);
    } finally {
      answered.run();
    }
  }

  @Override
  public void unavailable() {
    answered.run();
  }

  private void remove(String name) {
    if (!isStatic.test(name)) {
      clusters.remove(name);
      ledger.removed(name);
    }
  }

  private void take(Resource<Cluster> resource) {
    if (isStatic.test(resource.name())) {
      return; // as Envoy: the bootstrap's own stay what they are
    }
    if (!ledger.uses(resource)) {
      try {
        ClusterConfig config = ClusterConfig.parse(resource.message(), extensions);
        loop.call(() -> clusters.apply(config));
      } catch (InvalidConfigException e) {
        ledger.refused(resource, e.sentence());
        throw e;
      }
    }
    ledger.used(resource);
  }
}
