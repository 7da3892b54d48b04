package mesh.pilot.world;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.model.Kind;
import mesh.pilot.model.Rule;
import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.WorkloadEntry;
import org.jspecify.annotations.Nullable;

/** Keeps objects from one world to the next, so that what has not changed is known by identity. */
final class Kept {

  private Kept() {}

  private record Key(Kind kind, String name) {

    static Key of(Rule rule) {
      return new Key(rule.kind(), rule.meta().key());
    }
  }

  /** The rules, each as it was where it is the same. */
  static List<Rule> rules(List<Rule> now, @Nullable World before) {
    if (before == null) {
      return now;
    }
    Map<Key, Rule> old = new HashMap<>();
    before.rules().forEach(rule -> old.put(Key.of(rule), rule));
    return now.stream()
        .map(
            rule -> {
              Rule was = old.get(Key.of(rule));
              return was != null && was.equals(rule) ? was : rule;
            })
        .toList();
  }

  /** The services, each as it was where it is the same. */
  static Map<String, Service> services(Map<String, Service> now, @Nullable World before) {
    if (before == null) {
      return now;
    }
    Map<String, Service> kept = new LinkedHashMap<>();
    now.forEach(
        (host, service) -> {
          Service was = before.service(host);
          kept.put(host, was != null && was.equals(service) ? was : service);
        });
    return kept;
  }

  /** The shape of the world before, if the two differ in workloads at most. */
  static Object shape(World now, @Nullable World before) {
    return before != null && isSameShape(now, before) ? before.shape() : new Object();
  }

  private static boolean isSameShape(World now, World before) {
    if (now.services().size() != before.services().size()) {
      return false;
    }
    for (Service service : now.services()) {
      Service was = before.service(service.host());
      if (was == null || was != service && !isSameBesidesWorkloads(was, service)) {
        return false;
      }
    }
    return others(now).equals(others(before));
  }

  private static List<Rule> others(World world) {
    return world.rules().stream()
        .filter(rule -> !(rule instanceof ServiceEntry || rule instanceof WorkloadEntry))
        .toList();
  }

  private static boolean isSameBesidesWorkloads(Service one, Service other) {
    return one.withWorkloads(List.of()).equals(other.withWorkloads(List.of()));
  }
}
