package mesh.proxy.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import mesh.proxy.cluster.breaker.Breakers;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.breaker.Thresholds;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.lb.LoadBalancer;
import mesh.proxy.cluster.lb.Membership;
import mesh.proxy.cluster.outlier.OutlierDetector;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.cluster.type.AssignmentPolicy;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.runtime.RuntimeFraction;
import mesh.proxy.tls.UpstreamTls;
import org.jspecify.annotations.Nullable;

/**
 * A named upstream as a request sees it. Shared by all loops.
 *
 * <p>The hosts of this moment are a snapshot, replaced on the control loop. What only traffic needs
 * is made when there is some: most clusters of a mesh are never used.
 */
public final class Cluster {

  private static final String MAINTENANCE = "upstream.maintenance_mode.";
  private static final String DROP_KEY = "load_balancing_policy.drop_overload_limit";

  private final ClusterConfig config;
  private final ClusterContext context;
  private final ClusterStats stats;
  private final UpstreamSockets sockets;
  private final AtomicReferenceArray<@Nullable Breakers> breakers =
      new AtomicReferenceArray<>(RoutingPriority.values().length);
  private volatile Membership membership = Membership.EMPTY;
  private volatile @Nullable LoadBalancer balancer; // of this membership; null until asked for
  private volatile AssignmentPolicy policy = AssignmentPolicy.ENVOY;
  private volatile EndpointSource.@Nullable Chooser chooser;
  private volatile @Nullable OutlierDetector outliers;
  private @Nullable RuntimeFraction maintenance; // made if there are runtime values at all
  private volatile Consumer<Endpoint> healthFailure = host -> {};

  Cluster(
      ClusterConfig config, ClusterContext context, ClusterStats stats, UpstreamSockets sockets) {
    this.config = config;
    this.context = context;
    this.stats = stats;
    this.sockets = sockets;
    for (RoutingPriority priority : RoutingPriority.values()) {
      Breakers.declare(stats.scope().scope("circuit_breakers").scope(priority.text()));
    }
  }

  public String name() {
    return config.name();
  }

  public ClusterConfig config() {
    return config;
  }

  public ClusterStats stats() {
    return stats;
  }

  /**
   * The host that gets this request.
   *
   * @return null if there is none: 503, no healthy upstream
   */
  public @Nullable Endpoint choose(LbRequest request) {
    EndpointSource.Chooser own = chooser;
    if (own != null) {
      return own.choose(request);
    }
    LoadBalancer made = balancer;
    return (made == null ? makeBalancer() : made).choose(request);
  }

  /** The limits that requests of this priority share. */
  public Breakers breakers(RoutingPriority priority) {
    Breakers made = breakers.get(priority.ordinal());
    return made == null ? makeBreakers(priority) : made;
  }

  /** Most connections to one host; {@link Thresholds#UNLIMITED} unless configured. */
  public long maxConnectionsPerHost(RoutingPriority priority) {
    return config.breakers().maxConnectionsPerHost().get(priority.ordinal());
  }

  /** TLS for connections to this host; null for plaintext. */
  public @Nullable UpstreamTls tls(Endpoint host) {
    return sockets.of(host);
  }

  /** As {@link #tls(Endpoint)}, for other metadata than the host's own. */
  public @Nullable UpstreamTls tls(Map<String, Object> criteria) {
    return sockets.of(criteria);
  }

  /** A host's answer said {@code x-envoy-immediate-health-check-fail}. */
  public void failHealthCheck(Endpoint host) {
    healthFailure.accept(host);
  }

  /** Null if results of requests do not matter. */
  public @Nullable OutlierDetector outliers() {
    return outliers;
  }

  /** All hosts, healthy or not. */
  public List<Endpoint> hosts() {
    return membership.hosts();
  }

  public Membership membership() {
    return membership;
  }

  /** Why discovery wants requests to be dropped; may be empty. */
  public String dropCategory() {
    return policy.dropCategory();
  }

  /** What discovery wants to be done with a request. */
  public enum Drop {
    NONE,
    /** This one is dropped, others are not: 503. */
    DRAWN,
    /** All are dropped: 503. */
    ALL
  }

  /** Draws whether discovery wants this request to be dropped. */
  public Drop drawDrop() {
    FractionalPercent share = policy.dropped();
    if (share.numerator() == 0) {
      return Drop.NONE;
    }
    long most = context.runtime().integer(DROP_KEY, 100) * share.denominator() / 100;
    long dropped = Math.min(share.numerator(), most);
    if (dropped >= share.denominator()) {
      return Drop.ALL;
    }
    return context.randomBelow().applyAsInt(share.denominator()) < dropped ? Drop.DRAWN : Drop.NONE;
  }

  /** Draws whether the operator wants this request to be refused: 503. */
  public boolean isInMaintenance() {
    if (context.runtime().values().isEmpty()) {
      return false; // nearly always
    }
    RuntimeFraction made = maintenance;
    if (made == null) {
      made = new RuntimeFraction(MAINTENANCE + name(), FractionalPercent.NONE);
      maintenance = made;
    }
    return context.runtime().draw(made);
  }

  /** True once anybody connected to one of the hosts. */
  public boolean hasTraffic() {
    return stats.counter(ClusterCounter.UPSTREAM_CX_TOTAL).value() > 0;
  }

  /**
   * Replaces the hosts.
   *
   * @param said null if discovery said nothing new
   */
  void replace(Membership changed, @Nullable AssignmentPolicy said) {
    if (said != null) {
      policy = said;
    }
    membership = changed;
    refresh();
  }

  /** Looks at the hosts again: their health or weight changed. */
  void refresh() {
    if (balancer != null) {
      makeBalancer(); // it is in use: made here, not while a request waits
    }
  }

  /** Who is told of answers that fail a health check. */
  void healthFailure(Consumer<Endpoint> told) {
    healthFailure = told;
  }

  void outliers(@Nullable OutlierDetector detector) {
    outliers = detector;
  }

  /** False while a certificate is still to come that is worth waiting for. */
  boolean areSocketsSettled() {
    return sockets.areSettled();
  }

  /** Ends what watches over certificates. */
  void close() {
    sockets.close();
  }

  void chooser(EndpointSource.@Nullable Chooser own) {
    chooser = own;
  }

  private LoadBalancer makeBalancer() {
    Balancing balancing = config.balancing();
    if (balancing == null) {
      throw new IllegalStateException("Cluster " + name() + " has neither policy nor chooser");
    }
    var made = new LoadBalancer(membership, balancing, config.lb(), context.lb(), stats);
    balancer = made;
    return made;
  }

  private Breakers makeBreakers(RoutingPriority priority) {
    String prefix = "circuit_breakers." + name() + "." + priority.text() + ".";
    var scope = stats.scope().scope("circuit_breakers").scope(priority.text());
    var made = new Breakers(config.breakers().of(priority), context.runtime(), prefix, scope);
    return breakers.compareAndSet(priority.ordinal(), null, made)
        ? made
        : breakers.get(priority.ordinal());
  }

  /** The name. */
  @Override
  public String toString() {
    return name();
  }
}
