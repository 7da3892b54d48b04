package mesh.pilot.model;

import java.util.List;
import java.util.Map;

/** How heads are changed on their way. Immutable. */
public record HeaderRules(Change request, Change response) {

  /** Nothing is changed. */
  public static final HeaderRules NONE = new HeaderRules(Change.NONE, Change.NONE);

  /** Whether it is the name of the host that is asked for, which is no header like others. */
  public static boolean isAuthority(String name) {
    return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
  }

  /**
   * Of one head.
   *
   * @param set replaces what is there; of a request, with {@code :authority} or {@code host} the
   *     host that is asked for
   * @param add appends
   * @param remove names
   */
  public record Change(Map<String, String> set, Map<String, String> add, List<String> remove) {

    public static final Change NONE = new Change(Map.of(), Map.of(), List.of());

    public Change {
      set = Map.copyOf(set);
      add = Map.copyOf(add);
      remove = List.copyOf(remove);
    }
  }
}
