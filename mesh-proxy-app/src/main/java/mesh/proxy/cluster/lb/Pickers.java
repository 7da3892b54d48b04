package mesh.proxy.cluster.lb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.stats.Stats;

/** Makes pickers for lists of hosts, by one policy. Immutable. */
final class Pickers {

  private final Balancing balancing;
  private final LbContext context;
  private final Stats stats;

  Pickers(Balancing balancing, LbContext context, Stats stats) {
    this.balancing = balancing;
    this.context = context;
    this.stats = stats;
  }

  /** True if a locality is drawn before a host; hash policies weigh the hosts instead. */
  boolean drawsLocalities() {
    return balancing.localityWeighted() && !balancing.hashing();
  }

  /**
   * Picks among the hosts of one kind of all localities.
   *
   * @param kind must hold for at least one host
   */
  Picker overall(HostSet set, Predicate<Endpoint> kind) {
    if (balancing.localityWeighted() && balancing.hashing()) {
      return weighedByLocality(set, kind);
    }
    return of(set.hosts().stream().filter(kind).toList());
  }

  /**
   * Picks among some hosts.
   *
   * @param hosts non-empty
   */
  Picker of(List<Endpoint> hosts) {
    SlowStart slowStart = balancing.slowStart();
    return slowStart == null
        ? of(Candidates.of(hosts))
        : WarmingPicker.of(hosts, slowStart, this::of, context);
  }

  /** Draws localities by what their weights have become. */
  Stride localities(List<Double> weights) {
    return Stride.weighted(
        weights.stream().mapToDouble(Double::doubleValue).toArray(),
        context.randomBelow().applyAsInt(Integer.MAX_VALUE));
  }

  private Picker of(Candidates candidates) {
    return balancing.pickers().create(candidates, stats);
  }

  /** Each host gets its part of its locality's weight. */
  private Picker weighedByLocality(HostSet set, Predicate<Endpoint> kind) {
    List<Endpoint> hosts = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (LocalityHosts locality : set.localities()) {
      List<Endpoint> here = locality.hosts().stream().filter(kind).toList();
      double total = here.stream().mapToDouble(Endpoint::weight).sum();
      if (locality.weight() > 0) {
        for (Endpoint host : here) {
          hosts.add(host);
          weights.add(locality.weight() * host.weight() / total);
        }
      }
    }
    if (hosts.isEmpty()) { // no locality has a weight: as if none were asked for
      return of(set.hosts().stream().filter(kind).toList());
    }
    var candidates =
        Candidates.weighted(hosts, weights.stream().mapToDouble(Double::doubleValue).toArray());
    return of(candidates);
  }
}
