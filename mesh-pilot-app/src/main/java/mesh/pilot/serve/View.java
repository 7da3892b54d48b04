package mesh.pilot.serve;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resources of one type as those clients see them that see the same, and what is new in them since
 * the view before. Immutable. Who has seen the view before looks at the news only, so that a small
 * change costs each of many proxies little.
 */
public final class View {

  /** Nothing. */
  public static final View EMPTY = new View(Map.of(), null, Set.of());

  private final Map<String, Resource> all;
  private final Object self = new Object(); // names this view without keeping its contents
  private final @Nullable Object before;
  private final Set<String> news;

  private View(Map<String, Resource> all, @Nullable Object before, Set<String> news) {
    this.all = Collections.unmodifiableMap(all);
    this.before = before;
    this.news = Collections.unmodifiableSet(news);
  }

  /** By name, in the order in which clients get them. */
  public Map<String, Resource> all() {
    return all;
  }

  /** Null if there is none. */
  public @Nullable Resource get(String name) {
    return all.get(name);
  }

  /** The view of the next world: this one, if nothing differs. */
  View next(Collection<Resource> resources) {
    Map<String, Resource> next = new LinkedHashMap<>();
    Set<String> differs = new LinkedHashSet<>();
    for (Resource made : resources) {
      Resource old = all.get(made.name());
      boolean isSame = old != null && old.version().equals(made.version());
      Resource kept = old != null && isSame ? old : made;
      if (next.putIfAbsent(kept.name(), kept) == null && !isSame) {
        differs.add(kept.name());
      }
    }
    all.keySet().stream().filter(name -> !next.containsKey(name)).forEach(differs::add);
    return differs.isEmpty() ? this : new View(next, self, differs);
  }

  /**
   * What may differ from a view that was seen earlier.
   *
   * @return null for everything
   */
  public @Nullable Collection<String> since(View earlier) {
    if (earlier == this) {
      return List.of();
    }
    return before != null && earlier.self == before ? news : null;
  }
}
