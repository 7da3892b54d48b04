package mesh.proxy.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * All clusters. {@link #get} and {@link #all} may be called on every loop; what changes clusters
 * runs on the control loop.
 */
public final class Clusters {

  private final ClusterContext context;
  private final Map<String, Cluster> active = new ConcurrentHashMap<>();
  private final Map<String, ClusterLife> lives = new HashMap<>(); // of active clusters
  private final Map<String, ClusterLife> warming = new ConcurrentHashMap<>();
  private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Runnable whenWarm;

  public Clusters(ClusterContext context) {
    this.context = context;
  }

  /** Null if there is no such cluster, or if it is not ready yet. */
  public @Nullable Cluster get(String name) {
    return active.get(name);
  }

  /** True if a cluster of that name is there or on its way. On any thread. */
  public boolean isKnown(String name) {
    return active.containsKey(name) || warming.containsKey(name);
  }

  /** The clusters that get requests, in no order. */
  public Collection<Cluster> all() {
    return Collections.unmodifiableCollection(active.values());
  }

  /** Hears of every change from now on, and at once of the clusters that are there. */
  public void listen(ClusterListener listener) {
    listeners.add(listener);
    active.values().forEach(listener::added);
  }

  /**
   * Adds a cluster, or replaces the one of that name as soon as this one is ready.
   *
   * @throws mesh.config.InvalidConfigException if its transport sockets are wrong
   */
  public void apply(ClusterConfig config) {
    var life = new ClusterLife(ClusterFactory.create(config, context), context, listeners);
    ClusterLife given_up = warming.put(config.name(), life);
    if (given_up != null) {
      given_up.close();
    }
    life.begin(() -> activate(life));
    if (!config.waitForWarm()) {
      activate(life);
    }
  }

  /** Takes a cluster away; false if there is none. */
  public boolean remove(String name) {
    ClusterLife unready = warming.remove(name);
    if (unready != null) {
      unready.close();
    }
    ClusterLife life = lives.remove(name);
    if (life != null) {
      active.remove(name);
      retire(life);
    }
    sayIfWarm();
    return life != null || unready != null;
  }

  /** Runs a task once no cluster is waiting to become ready; now, if none is. */
  public void whenWarm(Runnable task) {
    whenWarm = task;
    sayIfWarm();
  }

  /** Names of clusters that are not ready yet. */
  public List<String> warming() {
    return List.copyOf(warming.keySet());
  }

  /** Ends all searches and checks. */
  public void close() {
    warming.values().forEach(ClusterLife::close);
    warming.clear();
    lives.values().forEach(ClusterLife::close);
    lives.clear();
  }

  private void activate(ClusterLife life) {
    String name = life.cluster().name();
    if (!warming.remove(name, life)) {
      return; // replaced or removed meanwhile, or active already
    }
    ClusterLife before = lives.put(name, life);
    active.put(name, life.cluster());
    listeners.forEach(listener -> listener.added(life.cluster()));
    if (before != null) {
      retire(before);
    }
    sayIfWarm();
  }

  private void retire(ClusterLife life) {
    listeners.forEach(listener -> listener.removed(life.cluster()));
    life.close();
  }

  private void sayIfWarm() {
    Runnable task = whenWarm;
    if (task != null && warming.isEmpty()) {
      whenWarm = null;
      task.run();
    }
  }
}
