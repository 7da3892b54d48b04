package mesh.proxy.config.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/**
 * The values of one document, one event after the other, aliases already replaced by what they
 * stand for. Confined to one thread.
 *
 * <p>Only what has an anchor is kept in memory. Depth and copies are bounded, so a small file
 * cannot grow into a large one.
 */
public final class YamlEvents {

  private static final int DEEPEST = 200;
  private static final int MOST_COPIES = 1_000_000; // events that aliases add

  private final Iterator<Event> parser;
  private final Map<Anchor, List<Event>> anchors = new HashMap<>();
  private final List<Recording> recordings = new ArrayList<>(0);
  private final Deque<Replay> replays = new ArrayDeque<>(2);
  private @Nullable Event peeked;
  private int depth;
  private int copies;

  /**
   * Reads from the start of a stream.
   *
   * @param parser gives the events of one document
   */
  public YamlEvents(Iterator<Event> parser) {
    this.parser = parser;
  }

  private record Replay(Iterator<Event> events, boolean isAlias) {}

  private static final class Recording {

    final Anchor anchor;
    final List<Event> events = new ArrayList<>();
    int open;

    Recording(Anchor anchor) {
      this.anchor = anchor;
    }

    boolean add(Event event) {
      events.add(event);
      open += nesting(event);
      return open == 0;
    }
  }

  /**
   * Starts the document.
   *
   * @return false if there is none
   */
  public boolean begin() {
    if (peek() instanceof StreamStartEvent) {
      next();
    }
    if (peek() instanceof StreamEndEvent) {
      return false;
    }
    if (peek() instanceof DocumentStartEvent) {
      next();
    }
    return true;
  }

  /**
   * Ends the document.
   *
   * @throws InvalidConfigException if another one follows
   */
  public void end() {
    if (peek() instanceof DocumentEndEvent) {
      next();
    }
    if (peek() instanceof DocumentStartEvent) {
      throw new InvalidConfigException("", "a second document", "one document in a file");
    }
  }

  /** The next event, which stays the next one. */
  public Event peek() {
    Event event = peeked;
    if (event == null) {
      event = advance();
      peeked = event;
    }
    return event;
  }

  /** Takes the next event. */
  public Event next() {
    Event event = peek();
    peeked = null;
    depth += nesting(event);
    if (depth > DEEPEST) {
      throw new InvalidConfigException("", "nested deeper", "at most " + DEEPEST + " levels");
    }
    return event;
  }

  /** Takes a whole value and forgets it. */
  public void skipValue() {
    int open = 0;
    do {
      open += nesting(next());
    } while (open > 0);
  }

  /** Takes a whole value and gives its events, for {@link #replay}. */
  public List<Event> takeValue() {
    List<Event> taken = new ArrayList<>();
    int open = 0;
    do {
      Event event = next();
      taken.add(event);
      open += nesting(event);
    } while (open > 0);
    return taken;
  }

  /** Puts a value in front: it is what comes next. */
  public void replay(List<Event> value) {
    Event pending = peeked;
    if (pending != null) {
      peeked = null;
      replays.push(new Replay(List.of(pending).iterator(), false));
    }
    replays.push(new Replay(value.iterator(), false));
  }

  /** How the depth changes with an event: 1, 0 or -1. */
  public static int nesting(Event event) {
    return event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
  }

  private Event advance() {
    while (true) {
      Replay replay = replays.peek();
      if (replay != null && !replay.events.hasNext()) {
        replays.pop();
        continue;
      }
      Event event = replay == null ? parsed() : replay.events.next();
      if (event instanceof AliasEvent alias) {
        replays.push(new Replay(anchored(alias.getAlias()).iterator(), true));
        continue;
      }
      if (replay == null) {
        startRecording(event);
        record(event);
      } else if (replay.isAlias) {
        countCopies(1 + recordings.size());
        record(event);
      }
      return event;
    }
  }

  private Event parsed() {
    return parser.hasNext() ? parser.next() : new StreamEndEvent();
  }

  private List<Event> anchored(Anchor anchor) {
    List<Event> events = anchors.get(anchor);
    if (events == null) {
      throw new InvalidConfigException("", "*" + anchor, "an anchor that stands before it");
    }
    return events;
  }

  private void countCopies(int more) {
    copies += more;
    if (copies > MOST_COPIES) {
      throw new InvalidConfigException(
          "", "aliases", "at most " + MOST_COPIES + " values and keys copied by them");
    }
  }

  private void startRecording(Event event) {
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      if (event instanceof ScalarEvent || event instanceof CollectionStartEvent) {
        recordings.add(new Recording(node.getAnchor().get()));
      }
    }
  }

  private void record(Event event) {
    for (int i = recordings.size() - 1; i >= 0; i--) {
      Recording recording = recordings.get(i);
      if (recording.add(event)) {
        anchors.put(recording.anchor, recording.events);
        recordings.remove(i);
      }
    }
  }
}
