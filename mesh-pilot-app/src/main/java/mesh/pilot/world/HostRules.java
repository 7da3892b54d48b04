package mesh.pilot.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.model.VirtualService;

/** The virtual services of all sidecars by the hosts that they are for. Confined to its world. */
final class HostRules {

  private final Map<String, List<VirtualService>> byHost = new HashMap<>();

  /**
   * Adds one; of several for a host the first comes first.
   *
   * @param host full name, {@code *.suffix} or {@code *}
   */
  void add(String host, VirtualService rule) {
    byHost.computeIfAbsent(host, key -> new ArrayList<>()).add(rule);
  }

  /** Those for a host: first those that name it, then those of longer suffixes. */
  List<VirtualService> of(String host) {
    Set<VirtualService> found = new LinkedHashSet<>(named(host));
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      found.addAll(named("*" + host.substring(dot)));
    }
    found.addAll(named("*"));
    return List.copyOf(found);
  }

  private List<VirtualService> named(String host) {
    return byHost.getOrDefault(host, List.of());
  }
}
