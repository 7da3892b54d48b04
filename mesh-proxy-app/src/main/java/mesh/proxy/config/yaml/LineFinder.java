package mesh.proxy.config.yaml;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Finds the lines of many paths in one pass. Confined to one thread. */
final class LineFinder {

  private static final String STATIC_RESOURCES = "static_resources.";
  private static final Map<String, String> OLD_KEYS =
      Map.of("config", "typed_config", "per_filter_config", "typed_per_filter_config");

  private final Iterator<Event> events;

  private LineFinder(Iterator<Event> events) {
    this.events = events;
  }

  /** A place that some path goes through. */
  private static final class Step {

    final Map<Object, Step> next = new HashMap<>(2); // by key, or by index
    int line; // 0 until it was met
  }

  static Map<String, Integer> find(Iterator<Event> events, Collection<String> paths) {
    var root = new Step();
    root.line = 1;
    paths.forEach(path -> plant(root, path));
    new LineFinder(events).walk(root);
    Map<String, Integer> lines = new LinkedHashMap<>();
    paths.forEach(path -> lines.put(path, lineOf(root, path)));
    return lines;
  }

  private static void plant(Step root, String path) {
    Step step = root;
    for (Object name : PathSteps.of(path)) {
      step = step.next.computeIfAbsent(name, key -> new Step());
    }
    if (path.startsWith(STATIC_RESOURCES)) { // old files have no such level
      plant(root, path.substring(STATIC_RESOURCES.length()));
    }
  }

  private static int lineOf(Step root, String path) {
    int line = 0;
    Step step = root;
    for (Object name : PathSteps.of(path)) {
      step = step.next.get(name);
      if (step == null || step.line == 0) {
        break;
      }
      line = step.line;
    }
    if (line == 0 && path.startsWith(STATIC_RESOURCES)) {
      return lineOf(root, path.substring(STATIC_RESOURCES.length()));
    }
    return line == 0 ? root.line : line;
  }

  private void walk(Step root) {
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof MappingStartEvent || event instanceof SequenceStartEvent) {
        value(event, root);
        return;
      }
    }
  }

  private void value(Event first, @Nullable Step step) {
    if (first instanceof MappingStartEvent) {
      mapping(step);
    } else if (first instanceof SequenceStartEvent) {
      sequence(step);
    }
  }

  private void mapping(@Nullable Step step) {
    for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
      Step under = null;
      if (key instanceof ScalarEvent name && step != null) {
        under = child(step, name.getValue());
        if (under != null && under.line == 0) {
          under.line = line(key);
        }
      } else if (!(key instanceof AliasEvent)) {
        value(key, null);
      }
      value(events.next(), under);
    }
  }

  private void sequence(@Nullable Step step) {
    int index = 0;
    for (Event item = events.next(); !(item instanceof SequenceEndEvent); item = events.next()) {
      Step under = step == null ? null : step.next.get(index++);
      if (under != null) {
        under.line = line(item);
      }
      value(item, under);
    }
  }

  private static @Nullable Step child(Step step, String key) {
    Step exact = step.next.get(key);
    if (exact != null) {
      return exact;
    }
    Step snake =
        step.next.get(key.replaceAll("(\\p{Lower})(\\p{Upper})", "$1_$2").toLowerCase(Locale.ROOT));
    return snake != null ? snake : step.next.get(OLD_KEYS.getOrDefault(key, key));
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }
}
