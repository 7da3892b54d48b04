package mesh.proxy.cluster.lb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.endpoint.Addresses;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthStatus;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a cluster as they are at one moment, ready to be picked from. Shared by all loops.
 * What a request turns out to need is made then and kept; otherwise it never changes.
 */
public final class LoadBalancer {

  private static final String PANIC_KEY = "upstream.healthy_panic_threshold";
  private static final int ALL = 100;

  private final Membership membership;
  private final LbConfig config;
  private final LbContext context;
  private final Pickers pickers;
  private final boolean hashing;
  private final PriorityLoad load;
  private final List<Priority> priorities;
  private final ClusterStats stats;
  private @Nullable Map<String, Endpoint> byAddress; // made for the first request that names a host

  /** Looks at every host once. */
  public LoadBalancer(
      Membership membership,
      Balancing balancing,
      LbConfig config,
      LbContext context,
      ClusterStats stats) {
    this.membership = membership;
    this.config = config;
    this.context = context;
    this.pickers = new Pickers(balancing, context, stats.scope());
    this.hashing = balancing.hashing();
    this.stats = stats;
    List<HostCount> counts =
        membership.priorities().stream()
            .map(set -> HostCount.of(set.hosts(), membership.weightedHealth()))
            .toList();
    this.load = load(counts);
    this.priorities = priorities(counts);
  }

  /** Null if there is no host that should get this request. */
  public @Nullable Endpoint choose(LbRequest request) {
    String wanted = request.overrideHost();
    if (wanted != null) {
      Endpoint host = named(wanted);
      if (host != null || request.isOverrideStrict()) {
        return host;
      }
    }
    Endpoint drawn = null;
    int attempts = request.maxAttempts();
    for (int attempt = 0; attempt < attempts; attempt++) {
      drawn = draw(request, attempt);
      if (drawn == null || !request.isRefused(drawn)) {
        return drawn;
      }
    }
    return drawn; // refused, but better than none
  }

  /** How requests spread over priorities. */
  public PriorityLoad load() {
    return load;
  }

  private @Nullable Endpoint draw(LbRequest request, int attempt) {
    long hash = hashing ? (request.hasHash() ? request.hash() : randomLong()) : 0;
    PriorityLoad shares = request.priorityLoad(load);
    int chosen = shares.healthy(0) == ALL ? 0 : shares.choose(hashing ? hash : randomBelow(ALL));
    Priority priority = priorities.get(chosen < 0 ? ~chosen : chosen);
    if (priority.panics) {
      stats.increment(ClusterCounter.LB_HEALTHY_PANIC);
      return config.failOnPanic() ? null : priority.all().pick(hash, attempt);
    }
    return (chosen < 0 ? priority.degraded() : priority.healthy()).pick(hash, attempt);
  }

  private @Nullable Endpoint named(String address) {
    Map<String, Endpoint> hosts = byAddress;
    if (hosts == null) {
      hosts = new HashMap<>();
      for (Endpoint host : membership.hosts()) {
        hosts.put(Addresses.text(host.address()), host);
      }
      hosts = Map.copyOf(hosts); // its fields are final: safe to publish by a race
      byAddress = hosts;
    }
    Endpoint host = hosts.get(address);
    return host != null && config.overrideStatuses().contains(statusOf(host)) ? host : null;
  }

  private static HealthStatus statusOf(Endpoint host) {
    HealthStatus said = host.config().status();
    if (said != HealthStatus.UNKNOWN && said != HealthStatus.HEALTHY) {
      return said;
    }
    if (host.isHealthy()) {
      return said;
    }
    return host.isDegraded() ? HealthStatus.DEGRADED : HealthStatus.UNHEALTHY;
  }

  private PriorityLoad load(List<HostCount> counts) {
    int factor = membership.overprovisioningPercent();
    return PriorityLoad.of(
        counts.stream().mapToInt(count -> count.healthyPercent(factor)).toArray(),
        counts.stream().mapToInt(count -> count.degradedPercent(factor)).toArray(),
        counts.stream().mapToInt(HostCount::hosts).toArray());
  }

  private List<Priority> priorities(List<HostCount> counts) {
    double threshold = Math.min(ALL, context.runtime().number(PANIC_KEY, config.panicPercent()));
    List<Priority> all = new ArrayList<>(counts.size());
    for (int at = 0; at < counts.size(); at++) {
      boolean panics = !load.isFullyAvailable() && counts.get(at).isBelow(threshold);
      all.add(new Priority(membership.priorities().get(at), panics));
    }
    return List.copyOf(all);
  }

  private int randomBelow(int bound) {
    return context.randomBelow().applyAsInt(bound);
  }

  private long randomLong() {
    return (long) randomBelow(Integer.MAX_VALUE) << 32 ^ (long) randomBelow(Integer.MAX_VALUE) << 1;
  }

  /** One priority; its sources are made on first use, twice if two loops come at once. */
  private final class Priority {

    private final HostSet set;
    private final boolean panics;
    private @Nullable HostSource all;
    private @Nullable HostSource healthy;
    private @Nullable HostSource degraded;

    Priority(HostSet set, boolean panics) {
      this.set = set;
      this.panics = panics;
    }

    HostSource all() {
      HostSource made = all;
      if (made == null) {
        made = HostSource.all(set, pickers);
        all = made;
      }
      return made;
    }

    HostSource healthy() {
      HostSource made = healthy;
      if (made == null) {
        made = source(Endpoint::isHealthy);
        healthy = made;
      }
      return made;
    }

    HostSource degraded() {
      HostSource made = degraded;
      if (made == null) {
        made = source(Endpoint::isDegraded);
        degraded = made;
      }
      return made;
    }

    private HostSource source(Predicate<Endpoint> kind) {
      return HostSource.of(set, kind, pickers, membership.overprovisioningPercent());
    }
  }
}
