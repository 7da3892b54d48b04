package mesh.proxy.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in use of one type of resource, and what was last refused of it, for {@code
 * /config_dump}. Written by one thread, read by all.
 */
public final class Ledger {

  private final Clock clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Integer> holders = new ConcurrentHashMap<>();
  private volatile @Nullable String version;

  public Ledger(Clock clock) {
    this.clock = clock;
  }

  /**
   * One name.
   *
   * @param used null if it was never taken
   * @param refused null if the last one was taken
   */
  public record Entry(String name, @Nullable Used used, @Nullable Refused refused) {}

  /** What goes on. */
  public record Used(Any body, String version, long sinceMillis) {}

  /** What does not. */
  public record Refused(Any body, String version, long atMillis, String why) {}

  /** By name, in no order. */
  public List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  /** Of the last response; empty if there was none, or if it had no version. */
  public String version() {
    String latest = version;
    return latest == null ? "" : latest;
  }

  /** True once there was a response. */
  public boolean isAnswered() {
    return version != null;
  }

  public void version(String latest) {
    version = latest;
  }

  /** True if exactly this is in use already. */
  public boolean uses(Resource<?> resource) {
    Entry entry = entries.get(resource.name());
    return entry != null
        && entry.used() != null
        && entry.used().body().getValue().equals(resource.body().getValue());
  }

  /** A resource is used from now on. */
  public <M extends Message> void used(Resource<M> resource) {
    var used = new Used(resource.body(), resource.version(), clock.millis());
    entries.put(resource.name(), new Entry(resource.name(), used, null));
  }

  /** A resource is not used; the one before it, if any, goes on. */
  public <M extends Message> void refused(Resource<M> resource, String why) {
    var refused = new Refused(resource.body(), resource.version(), clock.millis(), why);
    entries.compute(
        resource.name(),
        (name, entry) -> new Entry(name, entry == null ? null : entry.used(), refused));
  }

  /** Somebody uses what has this name, if there is such a thing. On any thread. */
  public void hold(String name) {
    holders.merge(name, 1, Integer::sum);
  }

  /** Somebody does not any more; the last one takes what is written here with him. */
  public void release(String name) {
    holders.computeIfPresent(
        name,
        (held, count) -> {
          if (count == 1) {
            removed(held);
          }
          return count == 1 ? null : Integer.valueOf(count - 1);
        });
  }

  public void removed(String name) {
    entries.remove(name);
  }
}
