package mesh.proxy.match;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one value of metadata. Immutable.
 *
 * @param namespace usually a filter's name
 * @param path keys from the outside in; non-empty
 * @param invert whether the opposite is asked for; then a missing value matches
 */
public record MetadataMatch(String namespace, List<String> path, ValueMatch value, boolean invert) {

  public MetadataMatch {
    path = List.copyOf(path);
  }

  /**
   * Looks at the value.
   *
   * @param metadata namespace to struct, as in {@code StreamInfo.dynamicMetadata()}
   */
  public boolean matches(Map<String, ? extends Map<String, ?>> metadata) {
    return value.matches(find(metadata.get(namespace), path)) != invert;
  }

  /**
   * The value at a path.
   *
   * @return {@link ValueMatch#ABSENT} if there is none
   */
  public static @Nullable Object find(@Nullable Map<String, ?> struct, List<String> path) {
    Object value = struct == null ? ValueMatch.ABSENT : struct;
    for (int at = 0; at < path.size(); at++) {
      if (!(value instanceof Map<?, ?> map)) {
        return ValueMatch.ABSENT;
      }
      Object inner = map.get(path.get(at));
      if (inner == null && !map.containsKey(path.get(at))) {
        return ValueMatch.ABSENT;
      }
      value = inner;
    }
    return value;
  }
}
