package mesh.proxy.config.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/** Maps, lists and scalars as the events that a YAML text of them would give. */
public final class TreeEvents {

  private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);

  private TreeEvents() {}

  /**
   * Walks a tree.
   *
   * @param value of maps with text keys, lists, texts, numbers, booleans and null
   */
  public static Iterator<Event> of(@Nullable Object value) {
    List<Event> events = new ArrayList<>();
    add(value, events);
    return events.iterator();
  }

  private static void add(@Nullable Object value, List<Event> events) {
    switch (value) {
      case null -> events.add(scalar("null", ScalarStyle.PLAIN));
      case Map<?, ?> map -> {
        events.add(
            new MappingStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
        map.forEach(
            (key, element) -> {
              events.add(scalar(key.toString(), ScalarStyle.DOUBLE_QUOTED));
              add(element, events);
            });
        events.add(new MappingEndEvent());
      }
      case List<?> list -> {
        events.add(
            new SequenceStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
        list.forEach(element -> add(element, events));
        events.add(new SequenceEndEvent());
      }
      case Double number -> events.add(scalar(plain(number), ScalarStyle.PLAIN));
      case Number number -> events.add(scalar(number.toString(), ScalarStyle.PLAIN));
      case Boolean bool -> events.add(scalar(bool.toString(), ScalarStyle.PLAIN));
      case PlainText text -> events.add(scalar(text.text(), ScalarStyle.PLAIN));
      default -> events.add(scalar(value.toString(), ScalarStyle.DOUBLE_QUOTED));
    }
  }

  private static String plain(Double number) {
    return number.isNaN() || number.isInfinite()
        ? number.toString()
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static ScalarEvent scalar(String text, ScalarStyle style) {
    return new ScalarEvent(Optional.empty(), Optional.empty(), UNTAGGED, text, style);
  }
}
