package mesh.pilot.model;

import java.util.List;
import java.util.Map;

/** How heads are changed on their way. Immutable. */
public record HeaderRules(Change request, Change response) {

  /** Nothing is changed. */
  public static final HeaderRules NONE = new HeaderRules(Change.NONE, Change.NONE);

  /**
   * Of one head.
   *
   * @param set replaces what is there
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
