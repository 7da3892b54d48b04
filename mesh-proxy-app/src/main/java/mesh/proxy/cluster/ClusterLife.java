package mesh.proxy.cluster;

import java.util.List;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.endpoint.Endpoint;

/** What goes on behind a cluster: discovery and what follows from it. Confined to the control loop. */
final class ClusterLife implements EndpointSource.Sink {

  private final Cluster cluster;
  private final List<ClusterListener> listeners;
  private final EndpointSource source;
  private final Members members;
  private Runnable onReady = () -> {};
  private boolean closed;

  ClusterLife(Cluster cluster, ClusterContext context, List<ClusterListener> listeners) {
    this.cluster = cluster;
    this.listeners = listeners;
    this.members = new Members(cluster.stats(), context.loop());
    this.source =
        cluster
            .config()
            .source()
            .apply(
                new SourceContext(
                    cluster.name(), cluster.stats(), context.loop(), context.randomBelow()));
  }

  Cluster cluster() {
    return cluster;
  }

  /**
   * Starts discovery.
   *
   * @param ready called once the first search is over
   */
  void begin(Runnable ready) {
    onReady = ready;
    cluster.chooser(source.chooser());
    source.start(this);
  }

  @Override
  public void update(Assignment assignment) {
    if (closed) {
      return;
    }
    Members.Change change = members.take(assignment);
    cluster.replace(change.membership(), assignment.policy());
    if (change.isMembershipChanged()) {
      cluster.stats().increment(ClusterCounter.MEMBERSHIP_CHANGE);
      listeners.forEach(listener -> listener.membershipChanged(cluster));
    }
    List<Endpoint> removed = change.removed();
    if (!removed.isEmpty()) {
      listeners.forEach(listener -> listener.hostsRemoved(cluster, removed));
    }
  }

  @Override
  public void ready() {
    Runnable once = onReady;
    onReady = () -> {};
    once.run();
  }

  void close() {
    closed = true;
    source.close();
    cluster.stats().scope().release();
  }
}
