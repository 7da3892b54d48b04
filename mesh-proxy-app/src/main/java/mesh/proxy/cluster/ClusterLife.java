package mesh.proxy.cluster;

import java.time.Duration;
import java.util.List;
import mesh.proxy.cluster.health.HealthCheckConfig;
import mesh.proxy.cluster.health.HealthChecks;
import mesh.proxy.cluster.health.HealthEnvironment.ClusterFacts;
import mesh.proxy.cluster.health.HealthListener;
import mesh.proxy.cluster.outlier.OutlierConfig;
import mesh.proxy.cluster.outlier.OutlierDetector;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.stats.ClusterGauge;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.worker.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * What goes on behind a cluster: discovery, health checks, outlier detection, and what follows from
 * them. Confined to the control loop.
 */
final class ClusterLife implements EndpointSource.Sink, HealthListener, Members.Newcomers {

  private static final Duration LOOK_FOR_SECRETS = Duration.ofMillis(20);

  private final Cluster cluster;
  private final ControlLoop loop;
  private final List<ClusterListener> listeners;
  private final EndpointSource source;
  private final Members members = new Members(this);
  private final @Nullable HealthChecks checks;
  private final @Nullable OutlierDetector outliers;
  private final Refresh refresh;
  private Runnable onReady = () -> {};
  private boolean sourceReady;
  private boolean checked; // every host once
  private boolean ready;
  private boolean closed;

  ClusterLife(Cluster cluster, ClusterContext context, List<ClusterListener> listeners) {
    this.cluster = cluster;
    this.loop = context.loop();
    this.listeners = listeners;
    ClusterConfig config = cluster.config();
    this.source = config.source().apply(context.source(cluster.name(), cluster.stats()));
    this.checks = checks(config.healthCheck(), context);
    this.outliers = outliers(config.outlier(), context);
    Duration window = config.lb().mergeWindow();
    this.refresh = new Refresh(loop, window, this::lookAgain);
    this.checked = checks == null;
  }

  Cluster cluster() {
    return cluster;
  }

  /**
   * Starts discovery.
   *
   * @param ready called once the first search is over and every host was checked
   */
  void begin(Runnable ready) {
    onReady = ready;
    cluster.stats().set(ClusterGauge.WARMING_STATE, 1);
    cluster.chooser(source.chooser());
    cluster.outliers(outliers);
    if (checks != null) {
      cluster.healthFailure(host -> loop.execute(() -> checks.failPassively(host)));
    }
    source.start(this);
  }

  /** Ends everything. */
  void close() {
    closed = true;
    source.close();
    if (checks != null) {
      checks.remove(cluster.hosts());
      checks.close();
    }
    if (outliers != null) {
      outliers.close();
    }
    cluster.close();
    cluster.stats().scope().release();
  }

  @Override
  public void update(Assignment assignment) {
    if (closed) {
      return;
    }
    Members.Change change = members.take(assignment);
    if (change == null) {
      cluster.stats().increment(ClusterCounter.UPDATE_NO_REBUILD);
    } else {
      publish(change, assignment);
    }
  }

  @Override
  public void ready() {
    sourceReady = true;
    if (checks != null && cluster.hosts().isEmpty()) {
      checked = true; // nobody to wait for
    }
    sayIfReady();
  }

  @Override
  public Endpoint create(Assignment.Host host) {
    var made =
        host.logical()
            ? Endpoint.logical(host.address(), host.hostname(), host.config(), loop.nanoTime())
            : new Endpoint(host.address(), host.hostname(), host.config(), loop.nanoTime());
    if (checks != null && HealthChecks.isChecked(made)) {
      made.raise(HealthFlag.FAILED_ACTIVE_HC); // until it has proved itself
      if (cluster.config().lb().ignoreUnchecked()) {
        made.raise(HealthFlag.PENDING_ACTIVE_HC);
      }
    }
    return made;
  }

  @Override
  public boolean stays(Endpoint host) {
    return checks != null
        && !cluster.config().ignoreHealthOnRemoval()
        && HealthChecks.isChecked(host)
        && !host.has(HealthFlag.FAILED_ACTIVE_HC)
        && !host.has(HealthFlag.FAILED_EDS_HEALTH)
        && !host.has(HealthFlag.EDS_STATUS_DRAINING);
  }

  @Override
  public void healthChanged(Endpoint host) {
    if (closed) {
      return;
    }
    if (!host.isHealthy() && !host.isDegraded()) {
      listeners.forEach(listener -> listener.hostFailed(cluster, host));
    }
    if (host.has(HealthFlag.PENDING_DYNAMIC_REMOVAL) && !stays(host)) {
      publish(members.rebuild(), null);
    } else {
      refresh.ask();
    }
  }

  @Override
  public void checkPassed(Endpoint host) {
    if (outliers != null) {
      outliers.checkPassed(host);
    }
  }

  @Override
  public void firstRoundOver() {
    checked = true;
    sayIfReady();
  }

  private void publish(Members.Change change, @Nullable Assignment assignment) {
    cluster.replace(change.membership(), assignment == null ? null : assignment.policy());
    refresh.done();
    count();
    if (change.isMembershipChanged()) {
      cluster.stats().increment(ClusterCounter.MEMBERSHIP_CHANGE);
      listeners.forEach(listener -> listener.membershipChanged(cluster));
    }
    if (!change.removed().isEmpty()) {
      forget(change.removed());
    }
    if (outliers != null) {
      outliers.add(change.added());
    }
    if (checks != null) {
      checks.add(change.added());
    }
  }

  private void forget(List<Endpoint> removed) {
    listeners.forEach(listener -> listener.hostsRemoved(cluster, removed));
    if (outliers != null) {
      outliers.remove(removed);
    }
    if (checks != null) {
      checks.remove(removed);
    }
  }

  private void lookAgain() {
    if (!closed) {
      cluster.refresh();
      count();
    }
  }

  /** Publishes how many hosts there are, and in which health. */
  private void count() {
    List<Endpoint> hosts = cluster.hosts();
    ClusterStats stats = cluster.stats();
    stats.set(ClusterGauge.MEMBERSHIP_TOTAL, hosts.size());
    stats.set(ClusterGauge.MEMBERSHIP_HEALTHY, hosts.stream().filter(Endpoint::isHealthy).count());
    stats.set(
        ClusterGauge.MEMBERSHIP_DEGRADED, hosts.stream().filter(Endpoint::isDegraded).count());
    stats.set(
        ClusterGauge.MEMBERSHIP_EXCLUDED, hosts.stream().filter(Endpoint::isExcluded).count());
  }

  private void sayIfReady() {
    if (closed || !sourceReady || !checked) {
      return;
    }
    if (!cluster.areSocketsSettled()) {
      loop.after(LOOK_FOR_SECRETS, this::sayIfReady);
      return;
    }
    if (!ready) {
      ready = true;
      Runnable once = onReady;
      onReady = () -> {};
      cluster.stats().set(ClusterGauge.WARMING_STATE, 0);
      once.run();
    }
  }

  private @Nullable HealthChecks checks(
      @Nullable HealthCheckConfig config, ClusterContext context) {
    if (config == null) {
      return null;
    }
    var facts =
        new ClusterFacts(
            cluster.name(),
            cluster.stats().scope(),
            cluster::hasTraffic,
            cluster::tls,
            cluster::tls);
    return new HealthChecks(config, facts, context.health(), this);
  }

  private @Nullable OutlierDetector outliers(
      @Nullable OutlierConfig config, ClusterContext context) {
    return config == null
        ? null
        : new OutlierDetector(
            config,
            cluster.name(),
            cluster.stats().scope(),
            context.outlier(),
            this::healthChanged);
  }
}
