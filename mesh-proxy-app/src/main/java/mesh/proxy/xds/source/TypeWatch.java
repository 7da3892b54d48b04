package mesh.proxy.xds.source;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Update;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One type of resource at one source: what was taken, and who is told. Confined to the
 * configuration thread.
 *
 * <p>What somebody watches by name is kept, for the next one who asks for it: a server does not
 * send again what it has sent.
 */
final class TypeWatch<M extends Message> {

  private static final Logger log = LoggerFactory.getLogger(TypeWatch.class);

  private final ResourceType<M> type;
  private final List<Watcher<M>> all = new ArrayList<>(1); // want every resource
  private final Map<String, List<Watcher<M>>> byName = new LinkedHashMap<>();
  private final Map<String, Taken> taken = new HashMap<>();
  private final Set<String> abandoned = new HashSet<>(); // names that nobody may want any more

  TypeWatch(ResourceType<M> type) {
    this.type = type;
  }

  /**
   * A resource that is in use.
   *
   * @param body null if whoever takes all resources keeps them
   */
  private record Taken(@Nullable Any body, String version) {}

  ResourceType<M> type() {
    return type;
  }

  /** Adds somebody, and tells what is known already. */
  void add(Watcher<M> watcher) {
    String name = watcher.name();
    if (name == null) {
      all.add(watcher);
      return;
    }
    byName.computeIfAbsent(name, unknown -> new ArrayList<>(1)).add(watcher);
    Taken known = taken.get(name);
    if (known == null || known.body() == null) {
      return;
    }
    Resource<M> resource = ResourceDecoder.decode(type, known.body(), -1, known.version());
    try {
      watcher.take(new Update<>(List.of(resource), List.of(), known.version()));
    } catch (RefusedUpdateException e) {
      log.atWarn()
          .addKeyValue("type", type.word())
          .addKeyValue("fault", e.getMessage())
          .log("Configuration does not suit everybody who uses it");
      watcher.giveUp();
    }
  }

  /** Forgets somebody. */
  void remove(Watcher<M> watcher) {
    watcher.close();
    String name = watcher.name();
    if (name == null) {
      all.remove(watcher);
      return;
    }
    List<Watcher<M>> same = byName.get(name);
    if (same != null && same.remove(watcher) && same.isEmpty()) {
      byName.remove(name);
      abandoned.add(name);
    }
  }

  /**
   * Forgets what nobody wants. Not done at once: a cluster that takes another's place asks for what
   * that one has just left, and the server is not told that it was left.
   */
  void forgetAbandoned() {
    abandoned.removeAll(byName.keySet());
    taken.keySet().removeAll(abandoned);
    abandoned.clear();
  }

  boolean isWatched() {
    return !all.isEmpty() || !byName.isEmpty();
  }

  boolean wantsAll() {
    return !all.isEmpty();
  }

  /** Names that are watched, in the order in which they were first asked for. */
  Set<String> names() {
    return byName.keySet();
  }

  /** Versions of what is in use, by name. */
  Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    taken.forEach((name, one) -> versions.put(name, one.version()));
    return versions;
  }

  /** A copy, so that who is told may come and go. */
  List<Watcher<M>> watchers() {
    List<Watcher<M>> copy = new ArrayList<>(all);
    byName.values().forEach(copy::addAll);
    return copy;
  }

  /**
   * Takes a response that names everything, or everything that was asked for.
   *
   * @throws RefusedUpdateException with every fault
   */
  void takeState(List<Resource<M>> resources, String version) {
    List<String> gone = new ArrayList<>();
    if (type.isWholeSet()) {
      Set<String> named = HashSet.newHashSet(resources.size());
      resources.forEach(resource -> named.add(resource.name()));
      taken.keySet().stream().filter(name -> !named.contains(name)).forEach(gone::add);
    }
    takeChanges(resources, gone, version);
  }

  /**
   * Takes a response that names what is different.
   *
   * @throws RefusedUpdateException with every fault
   */
  void takeChanges(List<Resource<M>> resources, List<String> removed, String version) {
    var refusals = new Refusals();
    for (Watcher<M> watcher : List.copyOf(all)) {
      refusals.collect(() -> watcher.take(new Update<>(resources, removed, version)));
    }
    for (Resource<M> resource : resources) {
      toldOf(
          resource.name(),
          watcher ->
              refusals.collect(
                  () -> watcher.take(new Update<>(List.of(resource), List.of(), version))));
    }
    for (String name : removed) {
      toldOf(
          name,
          watcher ->
              refusals.collect(
                  () -> watcher.take(new Update<>(List.of(), List.of(name), version))));
      taken.remove(name);
    }
    keep(resources, refusals.names());
    refusals.throwIfAny();
  }

  private void toldOf(String name, Consumer<Watcher<M>> task) {
    List<Watcher<M>> named = byName.get(name);
    if (named != null) {
      List.copyOf(named).forEach(task);
    }
  }

  private void keep(List<Resource<M>> resources, Set<String> refused) {
    for (Resource<M> resource : resources) {
      String name = resource.name();
      if (refused.contains(name)) {
        continue;
      }
      if (byName.containsKey(name)) {
        taken.put(name, new Taken(resource.body(), resource.version()));
      } else if (!all.isEmpty()) {
        taken.put(name, new Taken(null, resource.version()));
      }
    }
  }

  /** Faults of several subscribers. */
  private static final class Refusals {

    private @Nullable RefusedUpdateException first;

    void collect(Runnable task) {
      try {
        task.run();
      } catch (RefusedUpdateException e) {
        first = first == null ? e : first.and(e);
      } catch (InvalidConfigException e) {
        RefusedUpdateException whole = RefusedUpdateException.whole(e);
        first = first == null ? whole : first.and(whole);
      }
    }

    Set<String> names() {
      Set<String> names = new HashSet<>();
      if (first != null) {
        first.faults().forEach(fault -> names.add(fault.name()));
      }
      return names;
    }

    void throwIfAny() {
      if (first != null) {
        throw first;
      }
    }
  }
}
