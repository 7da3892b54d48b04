package mesh.proxy.cluster;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.lb.HostSet;
import mesh.proxy.cluster.lb.LocalityHosts;
import mesh.proxy.cluster.lb.Membership;
import mesh.proxy.cluster.stats.ClusterGauge;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.Locality;
import mesh.proxy.worker.ControlLoop;

/**
 * Turns what discovery says into hosts, and keeps the hosts that it names again: their connections
 * and numbers go on. Confined to the control loop.
 */
final class Members {

  private final ClusterStats stats;
  private final ControlLoop loop;
  private Membership membership = Membership.EMPTY;

  Members(ClusterStats stats, ControlLoop loop) {
    this.stats = stats;
    this.loop = loop;
  }

  /** What an assignment changed. */
  record Change(Membership membership, List<Endpoint> added, List<Endpoint> removed) {

    boolean isMembershipChanged() {
      return !added.isEmpty() || !removed.isEmpty();
    }
  }

  Change take(Assignment assignment) {
    Map<SocketAddress, Deque<Endpoint>> before = new HashMap<>();
    for (Endpoint host : membership.hosts()) {
      before.computeIfAbsent(host.address(), address -> new ArrayDeque<>()).add(host);
    }
    List<Endpoint> added = new ArrayList<>();
    List<Map<Locality, Group>> priorities = new ArrayList<>();
    for (Assignment.Group group : assignment.localities()) {
      while (priorities.size() <= group.priority()) {
        priorities.add(new java.util.LinkedHashMap<>());
      }
      Group into =
          priorities
              .get(group.priority())
              .computeIfAbsent(group.locality(), place -> new Group(group.weight()));
      for (Assignment.Host host : group.hosts()) {
        into.hosts.add(host(host, before, added));
      }
    }
    List<Endpoint> removed = before.values().stream().flatMap(Deque::stream).toList();
    membership = membership(priorities, assignment);
    count(membership.hosts());
    return new Change(membership, added, removed);
  }

  /** Publishes how many hosts there are, and in which health. */
  void count(List<Endpoint> hosts) {
    long healthy = hosts.stream().filter(Endpoint::isHealthy).count();
    long degraded = hosts.stream().filter(Endpoint::isDegraded).count();
    stats.set(ClusterGauge.MEMBERSHIP_TOTAL, hosts.size());
    stats.set(ClusterGauge.MEMBERSHIP_HEALTHY, healthy);
    stats.set(ClusterGauge.MEMBERSHIP_DEGRADED, degraded);
  }

  private Endpoint host(
      Assignment.Host host, Map<SocketAddress, Deque<Endpoint>> before, List<Endpoint> added) {
    Deque<Endpoint> known = before.get(host.address());
    Endpoint kept = known == null ? null : known.poll();
    if (kept != null) {
      kept.update(host.config());
      return kept;
    }
    var made = new Endpoint(host.address(), host.hostname(), host.config(), loop.nanoTime());
    added.add(made);
    return made;
  }

  private static Membership membership(
      List<Map<Locality, Group>> priorities, Assignment assignment) {
    List<HostSet> sets = new ArrayList<>(priorities.size());
    for (Map<Locality, Group> places : priorities) {
      List<LocalityHosts> localities = new ArrayList<>(places.size());
      places.forEach(
          (place, group) -> localities.add(new LocalityHosts(place, group.weight, group.hosts)));
      sets.add(localities.isEmpty() ? HostSet.EMPTY : new HostSet(localities));
    }
    return new Membership(
        sets.isEmpty() ? List.of(HostSet.EMPTY) : sets,
        assignment.policy().overprovisioningPercent(),
        assignment.policy().weightedHealth());
  }

  /** A locality while its hosts are collected. */
  private static final class Group {

    private final long weight;
    private final List<Endpoint> hosts = new ArrayList<>();

    Group(long weight) {
      this.weight = weight;
    }
  }
}
