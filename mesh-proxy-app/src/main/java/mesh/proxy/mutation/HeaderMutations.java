package mesh.proxy.mutation;

import java.util.List;
import mesh.proxy.http.Headers;
import mesh.proxy.http.InlineHeaders;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Removes and sets header fields. Immutable.
 *
 * <p>In Envoy's order: fields are removed; then all new values are made, from the head as it is
 * then; then fields are overwritten; then fields are added.
 */
public final class HeaderMutations {

  public static final HeaderMutations NONE = new HeaderMutations(List.of(), List.of());

  private final String[] removed;
  private final HeaderMutation[] set;
  private final @Nullable String @Nullable []
      constants; // of set; null if values or decisions depend on the request

  /**
   * Prepares.
   *
   * @param removed lower-case names
   */
  public HeaderMutations(List<String> removed, List<HeaderMutation> set) {
    this.removed = removed.toArray(String[]::new);
    this.set = set.toArray(HeaderMutation[]::new);
    this.constants = set.stream().allMatch(HeaderMutations::isConstant) ? constants(set) : null;
  }

  public boolean doSomething() {
    return removed.length > 0 || set.length > 0;
  }

  public void apply(Headers head, StreamInfo info) {
    for (String name : removed) {
      head.remove(name);
    }
    if (set.length == 0) {
      return;
    }
    @Nullable String[] values = constants == null ? values(head, info) : constants;
    for (int at = 0; at < set.length; at++) {
      String value = values[at];
      if (value != null && overwrites(set[at])) {
        head.set(set[at].name(), value);
      }
    }
    for (int at = 0; at < set.length; at++) {
      String value = values[at];
      if (value != null && !overwrites(set[at])) {
        InlineHeaders.append(head, set[at].name(), value);
      }
    }
  }

  // Null for fields that are left as they are.
  private @Nullable String[] values(Headers head, StreamInfo info) {
    var values = new @Nullable String[set.length];
    for (int at = 0; at < set.length; at++) {
      HeaderMutation mutation = set[at];
      String value = mutation.value().format(info);
      boolean applies =
          switch (mutation.append()) {
            case APPEND_IF_EXISTS_OR_ADD, OVERWRITE_IF_EXISTS_OR_ADD -> true;
            case ADD_IF_ABSENT -> !head.contains(mutation.name());
            case OVERWRITE_IF_EXISTS -> head.contains(mutation.name());
          };
      values[at] = applies && (mutation.keepEmpty() || !value.isEmpty()) ? value : null;
    }
    return values;
  }

  private static boolean overwrites(HeaderMutation mutation) {
    return switch (mutation.append()) {
      case OVERWRITE_IF_EXISTS_OR_ADD, OVERWRITE_IF_EXISTS -> true;
      case APPEND_IF_EXISTS_OR_ADD, ADD_IF_ABSENT -> false;
    };
  }

  private static boolean isConstant(HeaderMutation mutation) {
    return mutation.value().constant() != null
        && switch (mutation.append()) {
          case APPEND_IF_EXISTS_OR_ADD, OVERWRITE_IF_EXISTS_OR_ADD -> true;
          case ADD_IF_ABSENT, OVERWRITE_IF_EXISTS -> false;
        };
  }

  private static @Nullable String[] constants(List<HeaderMutation> set) {
    var values = new @Nullable String[set.size()];
    for (int at = 0; at < values.length; at++) {
      String value = set.get(at).value().constant();
      values[at] = value != null && (set.get(at).keepEmpty() || !value.isEmpty()) ? value : null;
    }
    return values;
  }
}
