package mesh.telemetry.policy.ratelimit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor of a file, with those in it. Immutable.
 *
 * @param value exact or with stars; empty for any
 * @param limit null if this one only holds others, or lets everything pass
 */
record Descriptor(
    String key, String value, @Nullable Limit limit, Set<Flag> flags, Children children) {

  /** How it is counted. */
  enum Flag {
    /** Metrics name every value that requests have: {@code detailed_metric}. */
    DETAILED_METRIC,
    /** Metrics name the value that requests have here: {@code value_to_metric}. */
    VALUE_TO_METRIC,
    /** All values of a wildcard have one counter: {@code share_threshold}. */
    SHARE_THRESHOLD
  }

  Descriptor {
    flags = Set.copyOf(flags);
  }

  boolean is(Flag flag) {
    return flags.contains(flag);
  }

  /** Descriptors of one level, found by what a request has. Immutable. */
  static final class Children {

    static final Children NONE = new Children(List.of());

    private final Map<String, ByValue> byKey = new LinkedHashMap<>();

    // Most descriptors of a key are told apart by their value, and few by patterns.
    private record ByValue(Map<String, Descriptor> exact, Map<Wildcard, Descriptor> wildcards) {}

    Children(List<Descriptor> descriptors) {
      for (Descriptor one : descriptors) {
        ByValue values =
            byKey.computeIfAbsent(
                one.key(), key -> new ByValue(new LinkedHashMap<>(), new LinkedHashMap<>()));
        if (Wildcard.isWildcard(one.value())) {
          values.wildcards().put(Wildcard.of(one.value()), one);
        } else {
          values.exact().put(one.value(), one);
        }
      }
    }

    /** The value itself, else the first pattern of the file that fits, else any value. */
    @Nullable Descriptor find(String key, String value) {
      ByValue values = byKey.get(key);
      if (values == null) {
        return null;
      }
      Descriptor found = value.isEmpty() ? null : values.exact().get(value);
      if (found != null) {
        return found;
      }
      for (Map.Entry<Wildcard, Descriptor> entry : values.wildcards().entrySet()) {
        if (entry.getKey().matches(value)) {
          return entry.getValue();
        }
      }
      return values.exact().get("");
    }
  }
}
