package mesh.pilot.serve.push;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.Rule;
import mesh.pilot.serve.ResourceCache;
import mesh.pilot.serve.Resources;
import mesh.pilot.world.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The world of now, and who wants to know of the next one. Shared by all threads; sources change it
 * one after the other.
 */
public final class Worlds {

  private static final Logger log = LoggerFactory.getLogger(Worlds.class);

  private final MeshSettings settings;
  private final String credentials;
  private final ResourceCache cache = new ResourceCache();
  private final Map<String, Collection<? extends Rule>> bySource = new TreeMap<>();
  private final List<Consumer<Resources>> listeners = new CopyOnWriteArrayList<>();
  private volatile Resources current;

  /**
   * Nothing is known yet.
   *
   * @param credentials folder of the certificates that gateways name
   */
  public Worlds(MeshSettings settings, String credentials) {
    this.settings = settings;
    this.credentials = credentials;
    this.current = new Resources(World.of(0, settings, List.of()), cache, credentials);
  }

  /** What holds now. */
  public Resources current() {
    return current;
  }

  /** Tells of every next world, on the thread that changed it; returns how to stop that. */
  public Runnable listen(Consumer<Resources> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Replaces everything that one source has said.
   *
   * @param source whose earlier rules are forgotten
   */
  public synchronized void replace(String source, Collection<? extends Rule> rules) {
    bySource.put(source, List.copyOf(rules));
    List<Rule> all = new ArrayList<>();
    bySource.values().forEach(all::addAll);
    cache.age();
    World world = World.of(current.world().version() + 1, settings, all);
    current = new Resources(world, cache, credentials);
    log.atInfo()
        .addKeyValue("source", source)
        .addKeyValue("rules", all.size())
        .addKeyValue("services", world.services().size())
        .addKeyValue("version", world.version())
        .log("World changed");
    Resources now = current;
    listeners.forEach(listener -> listener.accept(now));
  }
}
