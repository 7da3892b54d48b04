package mesh.proxy.bootstrap.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.read.Places;
import mesh.proxy.config.yaml.PathSteps;
import org.jspecify.annotations.Nullable;

/**
 * Maps, lists and scalars that several sources wrote, and where. Confined to one thread.
 *
 * <p>A path is a list of its steps: keys as strings, indexes as integers.
 */
public final class PlacedTree implements Places {

  private static final int DEEPEST = 200;

  private final Map<String, @Nullable Object> root = new LinkedHashMap<>();
  private final Map<List<Object>, String> places = new HashMap<>();

  /** The tree as it is now. */
  public Map<String, @Nullable Object> root() {
    return root;
  }

  /** True if nothing was written. */
  public boolean isEmpty() {
    return root.isEmpty();
  }

  @Override
  public Map<String, String> of(Collection<String> paths) {
    Map<String, String> found = new HashMap<>();
    for (String path : paths) {
      String place = innermost(PathSteps.of(path));
      if (place != null) {
        found.put(path, place);
      }
    }
    return found;
  }

  /**
   * Writes a value over whatever stands there.
   *
   * @param value a scalar, or an empty map or list that grows by further values
   * @param place such as {@code application.yml:12}
   */
  void put(List<Object> steps, @Nullable Object value, String place) {
    if (steps.size() > DEEPEST) {
      throw new InvalidConfigException("", "nested deeper", "at most " + DEEPEST + " levels")
          .at(place);
    }
    Object parent = root;
    for (int i = 0; i < steps.size() - 1; i++) {
      Object child = child(parent, steps.get(i));
      boolean wantsList = steps.get(i + 1) instanceof Integer;
      if (child == null || (wantsList ? !(child instanceof List) : !(child instanceof Map))) {
        child = wantsList ? new ArrayList<>() : new LinkedHashMap<>();
        set(parent, steps.get(i), child, place);
        places.put(List.copyOf(steps.subList(0, i + 1)), place);
      }
      parent = child;
    }
    set(parent, steps.getLast(), value, place);
    places.put(List.copyOf(steps), place);
  }

  /** Makes sure of a map, which stays as it is if there is one already. */
  void putMap(List<Object> steps, String place) {
    Object current = root;
    for (Object step : steps) {
      current = current == null ? null : child(current, step);
    }
    if (current instanceof Map) {
      places.put(List.copyOf(steps), place);
    } else {
      put(steps, new LinkedHashMap<>(), place);
    }
  }

  private @Nullable String innermost(List<Object> steps) {
    for (int length = steps.size(); length > 0; length--) {
      String place = places.get(steps.subList(0, length));
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private static @Nullable Object child(Object parent, Object step) {
    if (parent instanceof Map<?, ?> map) {
      return map.get(step);
    }
    return parent instanceof List<?> list && step instanceof Integer index && index < list.size()
        ? list.get(index)
        : null;
  }

  @SuppressWarnings("unchecked") // maps and lists of this tree are made here
  private static void set(Object parent, Object step, @Nullable Object value, String place) {
    if (parent instanceof Map<?, ?> map) {
      ((Map<String, @Nullable Object>) map).put(step.toString(), value);
      return;
    }
    var list = (List<@Nullable Object>) parent;
    int index = (Integer) step;
    if (index < list.size()) {
      list.set(index, value);
    } else if (index == list.size()) {
      list.add(value);
    } else {
      throw new InvalidConfigException("[" + index + "]", value, "index " + list.size() + " first")
          .at(place);
    }
  }
}
