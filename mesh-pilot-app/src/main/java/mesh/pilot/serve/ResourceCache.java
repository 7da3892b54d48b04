package mesh.pilot.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Resources by the inputs that they were made of. Shared by all threads. What was not asked for
 * between two worlds is forgotten, so it holds no more than what proxies use.
 */
public final class ResourceCache {

  private volatile Map<Object, Resource> current = new ConcurrentHashMap<>();
  private volatile Map<Object, Resource> before = Map.of();

  /** The resource of these inputs, made if it is new. */
  public <I> Resource of(I inputs, Function<I, Resource> generator) {
    Resource known = current.get(inputs);
    if (known != null) {
      return known;
    }
    Resource old = before.get(inputs);
    Resource made = old == null ? generator.apply(inputs) : old;
    current.put(inputs, made);
    return made;
  }

  /** A new world begins. */
  public void age() {
    before = current;
    current = new ConcurrentHashMap<>();
  }
}
