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
import mesh.pilot.serve.Views;
import mesh.pilot.world.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The world of now, and who wants to know of the next one. Shared by all threads; sources change it
 * one after the other.
 */
public final class Worlds {

  private static final Logger log = LoggerFactory.getLogger(Worlds.class);

  private final Map<String, Collection<? extends Rule>> bySource = new TreeMap<>();
  private final List<Consumer<World>> listeners = new CopyOnWriteArrayList<>();
  private final Views views;
  private volatile World current;

  /**
   * Nothing is known yet.
   *
   * @param credentials folder of the certificates that gateways name
   */
  public Worlds(MeshSettings settings, String credentials) {
    this.current = World.of(0, settings, List.of());
    this.views = new Views(this::current, credentials);
  }

  /** What holds now. */
  public World current() {
    return current;
  }

  /** What proxies see of it. */
  public Views views() {
    return views;
  }

  /** Tells of every next world, on the thread that changed it; returns how to stop that. */
  public Runnable listen(Consumer<World> listener) {
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
    World world = World.after(current, all);
    current = world;
    views.age();
    log.atInfo()
        .addKeyValue("source", source)
        .addKeyValue("rules", all.size())
        .addKeyValue("services", world.services().size())
        .addKeyValue("version", world.version())
        .log("World changed");
    listeners.forEach(listener -> listener.accept(world));
  }
}
