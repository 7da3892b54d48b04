package mesh.proxy.cel;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map whose values are found when they are asked for: expressions look at a few keys and never
 * list them.
 */
final class LazyMap extends AbstractMap<String, Object> {

  private final Function<String, @Nullable Object> finder;

  private LazyMap(Function<String, @Nullable Object> finder) {
    this.finder = finder;
  }

  static Map<String, Object> of(Function<String, @Nullable Object> finder) {
    return new LazyMap(finder);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return key instanceof String name ? finder.apply(name) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return Set.of();
  }
}
