package mesh.proxy.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mesh.proxy.cluster.lb.HostSet;
import mesh.proxy.cluster.lb.LocalityHosts;
import mesh.proxy.cluster.lb.Membership;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.endpoint.Locality;
import org.jspecify.annotations.Nullable;

/**
 * Turns what discovery says into hosts, and keeps the hosts that it names again: their connections
 * and numbers go on. Confined to the control loop.
 */
final class Members {

  private final Newcomers newcomers;
  private Assignment assignment = Assignment.EMPTY;
  private Membership membership = Membership.EMPTY;

  Members(Newcomers newcomers) {
    this.newcomers = newcomers;
  }

  /** What happens to hosts that come or go. */
  interface Newcomers {

    /** Makes a host that discovery did not name before. */
    Endpoint create(Assignment.Host host);

    /** True if a host stays although discovery no longer names it. */
    boolean stays(Endpoint host);
  }

  /**
   * What an assignment changed.
   *
   * @param removed hosts that are gone; those that stay for their health are not among them
   */
  record Change(Membership membership, List<Endpoint> added, List<Endpoint> removed) {

    boolean isMembershipChanged() {
      return !added.isEmpty() || !removed.isEmpty();
    }
  }

  /** Null if the assignment says nothing new. */
  @Nullable Change take(Assignment latest) {
    if (latest.equals(assignment)) {
      return null;
    }
    assignment = latest;
    return rebuild();
  }

  /** The same assignment again: some host that stayed for its health need not stay any longer. */
  Change rebuild() {
    Map<Object, Deque<Endpoint>> before = new HashMap<>();
    for (Endpoint host : membership.hosts()) {
      Object key = host.isLogical() ? host.hostname() : host.address();
      before.computeIfAbsent(key, address -> new ArrayDeque<>()).add(host);
    }
    List<Endpoint> added = new ArrayList<>();
    var places = new Places();
    for (Assignment.Group group : assignment.localities()) {
      Place into = places.at(group.priority(), group.locality(), group.weight());
      for (Assignment.Host host : group.hosts()) {
        into.hosts.add(host(host, before, added));
      }
    }
    List<Endpoint> removed = new ArrayList<>();
    for (Deque<Endpoint> left : before.values()) {
      for (Endpoint host : left) {
        if (newcomers.stays(host)) {
          host.raise(HealthFlag.PENDING_DYNAMIC_REMOVAL);
          places.at(host.priority(), host.locality(), 0).hosts.add(host);
        } else {
          removed.add(host);
        }
      }
    }
    membership = places.membership(assignment);
    return new Change(membership, added, removed);
  }

  private Endpoint host(
      Assignment.Host host, Map<Object, Deque<Endpoint>> before, List<Endpoint> added) {
    Deque<Endpoint> known = before.get(host.logical() ? host.hostname() : host.address());
    Endpoint kept = known == null ? null : known.peek();
    if (kept != null
        && known != null
        && Objects.equals(kept.config().healthCheck(), host.config().healthCheck())) {
      known.remove();
      kept.clear(HealthFlag.PENDING_DYNAMIC_REMOVAL);
      kept.update(host.config());
      kept.moveTo(host.address());
      return kept;
    }
    Endpoint made = newcomers.create(host);
    added.add(made);
    return made;
  }

  /** Priorities and localities while their hosts are collected. */
  private static final class Places {

    private final List<Map<Locality, Place>> priorities = new ArrayList<>();

    Place at(int priority, Locality locality, long weight) {
      while (priorities.size() <= priority) {
        priorities.add(new LinkedHashMap<>());
      }
      return priorities.get(priority).computeIfAbsent(locality, place -> new Place(weight));
    }

    Membership membership(Assignment assignment) {
      List<HostSet> sets = new ArrayList<>(priorities.size());
      for (Map<Locality, Place> places : priorities) {
        List<LocalityHosts> localities = new ArrayList<>(places.size());
        places.forEach(
            (locality, place) ->
                localities.add(new LocalityHosts(locality, place.weight, place.hosts)));
        sets.add(localities.isEmpty() ? HostSet.EMPTY : new HostSet(localities));
      }
      return new Membership(
          sets.isEmpty() ? List.of(HostSet.EMPTY) : sets,
          assignment.policy().overprovisioningPercent(),
          assignment.policy().weightedHealth());
    }
  }

  /** A locality of one priority. */
  private static final class Place {

    private final long weight;
    private final List<Endpoint> hosts = new ArrayList<>();

    Place(long weight) {
      this.weight = weight;
    }
  }
}
