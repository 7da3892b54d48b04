package mesh.proxy.config.proto;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.yaml.YamlEvents;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/**
 * Walks the keys of a mapping whose start was taken, those of merged mappings after its own.
 * Confined to one thread.
 */
final class MapKeys {

  private static final String MERGE = "<<";
  private static final String IGNORE = "!ignore";

  private final ProtoReader reader;
  private final YamlEvents events;
  private final Set<String> seen = new HashSet<>(8);
  private @Nullable List<List<Event>> merges; // not yet walked
  private boolean isMerging;

  MapKeys(ProtoReader reader) {
    this.reader = reader;
    this.events = reader.events();
  }

  /**
   * The next key, whose value then comes next; one that is given twice is refused the second time.
   *
   * @return null at the end, which is taken
   */
  @Nullable ScalarEvent next() {
    while (true) {
      if (events.peek() instanceof MappingEndEvent) {
        events.next();
        if (merges == null || merges.isEmpty()) {
          return null;
        }
        isMerging = true;
        events.replay(merges.removeFirst());
        events.next();
        continue;
      }
      if (!(events.peek() instanceof ScalarEvent key)) {
        throw new InvalidConfigException("", "a key that is a list or mapping", "a text as key");
      }
      events.next();
      if (key.getTag().filter(IGNORE::equals).isPresent()) {
        events.skipValue(); // a place for anchors, as in Envoy
      } else if (key.isPlain() && key.getValue().equals(MERGE)) {
        takeMerge();
      } else if (seen.add(key.getValue())) {
        return key;
      } else {
        skip(key.getValue());
      }
    }
  }

  /** True while the keys come from merged mappings: they give way to the mapping's own. */
  boolean isMerging() {
    return isMerging;
  }

  private void skip(String key) {
    events.skipValue();
    if (!isMerging) {
      reader.trail().name(key);
      reader.fault("given twice", "each key once");
      reader.trail().up();
    }
  }

  private void takeMerge() {
    List<List<Event>> sources = merges == null ? new ArrayList<>(1) : merges;
    merges = sources;
    if (events.peek() instanceof SequenceStartEvent) {
      events.next();
      while (!(events.peek() instanceof SequenceEndEvent)) {
        sources.add(takeMapping());
      }
      events.next();
    } else {
      sources.add(takeMapping());
    }
  }

  private List<Event> takeMapping() {
    if (!(events.peek() instanceof MappingStartEvent)) {
      throw new InvalidConfigException(MERGE, "no mapping", "a mapping, or a list of mappings");
    }
    return events.takeValue();
  }
}
