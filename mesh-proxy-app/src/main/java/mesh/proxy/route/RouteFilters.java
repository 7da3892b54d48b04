package mesh.proxy.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Per-filter configurations of one route with those of the levels above it. Immutable.
 *
 * <p>Resolved once, when the table is built: a request looks into one map.
 */
final class RouteFilters {

  static final RouteFilters NONE = new RouteFilters(Map.of(), Map.of());

  private final Map<String, List<Object>>
      configs; // by filter name; least specific level first, non-empty
  private final Map<String, Boolean> disabled;

  private RouteFilters(Map<String, List<Object>> configs, Map<String, Boolean> disabled) {
    this.configs = Map.copyOf(configs);
    this.disabled = Map.copyOf(disabled);
  }

  /**
   * Adds a more specific level.
   *
   * @param level one level's configurations
   */
  RouteFilters with(Map<String, FilterBinding> level) {
    if (level.isEmpty()) {
      return this;
    }
    var merged = new HashMap<>(configs);
    var switches = new HashMap<>(disabled);
    level.forEach(
        (name, binding) -> {
          switches.put(name, binding.disabled());
          Object config = binding.config();
          if (config != null) {
            var list = new ArrayList<>(merged.getOrDefault(name, List.of()));
            list.add(config);
            merged.put(name, List.copyOf(list));
          }
        });
    return new RouteFilters(merged, switches);
  }

  @Nullable Object mostSpecific(String name) {
    List<Object> found = configs.get(name);
    return found == null ? null : found.getLast();
  }

  List<Object> all(String name) {
    return configs.getOrDefault(name, List.of());
  }

  /** Null if no level says anything. */
  @Nullable Boolean isDisabled(String name) {
    return disabled.get(name);
  }
}
