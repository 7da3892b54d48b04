package mesh.proxy.cluster.lb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mesh.proxy.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of one priority and one kind (all, healthy or degraded), ready to be picked from. Shared by
 * all loops.
 */
final class HostSource {

  /** Nobody to pick. */
  static final HostSource NONE = new HostSource(null, null, List.of());

  private final @Nullable Picker overall;
  private final @Nullable Stride localities; // null unless localities are drawn
  private final List<Picker> byLocality; // indexed by what localities draws

  private HostSource(
      @Nullable Picker overall, @Nullable Stride localities, List<Picker> byLocality) {
    this.overall = overall;
    this.localities = localities;
    this.byLocality = byLocality;
  }

  /** All hosts of a priority, whatever their health; localities play no part. */
  static HostSource all(HostSet set, Pickers pickers) {
    List<Endpoint> hosts = set.hosts();
    return hosts.isEmpty()
        ? NONE
        : new HostSource(pickers.overall(set, host -> true), null, List.of());
  }

  /** The hosts of a priority that are of one kind. */
  static HostSource of(
      HostSet set, Predicate<Endpoint> kind, Pickers pickers, int overprovisioningPercent) {
    if (set.hosts().stream().noneMatch(kind)) {
      return NONE;
    }
    if (!pickers.drawsLocalities()) {
      return new HostSource(pickers.overall(set, kind), null, List.of());
    }
    List<Picker> byLocality = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (LocalityHosts locality : set.localities()) {
      List<Endpoint> hosts = locality.hosts().stream().filter(kind).toList();
      if (!hosts.isEmpty() && locality.weight() > 0) {
        byLocality.add(pickers.of(hosts));
        weights.add(locality.weight() * availability(locality, hosts, overprovisioningPercent));
      }
    }
    return byLocality.isEmpty()
        ? new HostSource(pickers.overall(set, kind), null, List.of())
        : new HostSource(null, pickers.localities(weights), byLocality);
  }

  boolean isEmpty() {
    return overall == null && localities == null;
  }

  /** Null if there is nobody. */
  @Nullable Endpoint pick(long hash, int attempt) {
    if (localities != null) {
      return byLocality.get(localities.next()).pick(hash, attempt);
    }
    return overall == null ? null : overall.pick(hash, attempt);
  }

  /** 0 to 1: a locality keeps its full weight until its spare hosts are used up. */
  private static double availability(
      LocalityHosts locality, List<Endpoint> serving, int overprovisioningPercent) {
    long counted = locality.hosts().stream().filter(host -> !host.isExcluded()).count();
    return Math.min(1, overprovisioningPercent / 100.0 * serving.size() / Math.max(1, counted));
  }
}
