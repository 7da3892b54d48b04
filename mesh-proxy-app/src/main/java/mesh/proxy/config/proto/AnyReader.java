package mesh.proxy.config.proto;

import com.google.protobuf.Any;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.proxy.config.Fields;
import mesh.proxy.config.yaml.YamlEvents;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Reads messages that say themselves what they are. Confined to one thread. */
final class AnyReader {

  private static final String TYPE = "@type";
  private static final String VALUE = "value";
  private static final String MERGE = "<<";

  private final ProtoReader reader;
  private final YamlEvents events;

  AnyReader(ProtoReader reader) {
    this.reader = reader;
    this.events = reader.events();
  }

  /** Reads the mapping that comes next; null if there is a fault. */
  @Nullable Any read() {
    if (!(events.peek() instanceof MappingStartEvent)) {
      reader.refuseNext("a mapping with @type");
      return null;
    }
    Event start = events.next();
    if (events.peek() instanceof MappingEndEvent) {
      events.next();
      return Any.getDefaultInstance();
    }
    String url = isType(events.peek()) ? takeFirst() : findFurtherDown(start);
    if (url == null) {
      reader.trail().name(TYPE);
      reader.fault(
          null, "the type of the message, such as type.googleapis.com/google.protobuf.Struct");
      reader.trail().up();
      return null;
    }
    return ofType(url);
  }

  /** Reads contents without {@code @type}, of a message that is known to be there. */
  @Nullable Any contents(String type) {
    Message prototype = prototype(type).orElseThrow();
    Message message = reader.message(DynamicMessage.newBuilder(Fields.type(prototype)));
    return message == null ? null : pack(type, message);
  }

  // The usual case, which needs no buffer.
  private @Nullable String takeFirst() {
    events.next();
    if (events.peek() instanceof ScalarEvent url) {
      events.next();
      return url.getValue();
    }
    events.skipValue();
    skipRest();
    return null;
  }

  private @Nullable String findFurtherDown(Event start) {
    List<Event> rest = new ArrayList<>();
    rest.add(start);
    while (!(events.peek() instanceof MappingEndEvent)) {
      rest.addAll(events.takeValue());
    }
    rest.add(events.next());
    String url = typeIn(rest, 0);
    if (url != null) {
      events.replay(rest);
      events.next();
    }
    return url;
  }

  /**
   * The value of a key {@code @type} of the mapping that starts at an index, or of one merged into
   * it.
   */
  private static @Nullable String typeIn(List<Event> rest, int start) {
    int depth = 0;
    boolean isKey = true;
    String merged = null;
    for (int i = start; i < rest.size(); i++) {
      Event event = rest.get(i);
      int change = YamlEvents.nesting(event);
      depth += change;
      if (depth == 0) {
        return merged;
      }
      if (depth == 1 && change == 0) {
        if (isKey && isType(event) && rest.get(i + 1) instanceof ScalarEvent url) {
          return url.getValue();
        }
        if (isKey && event instanceof ScalarEvent key && key.getValue().equals(MERGE)) {
          merged = merged == null ? typeInMerged(rest, i + 1) : merged;
        }
      }
      if (depth == 1 && i > start) {
        isKey = !isKey; // a scalar, or the end of a list or mapping
      }
    }
    return merged;
  }

  private static @Nullable String typeInMerged(List<Event> rest, int start) {
    if (rest.get(start) instanceof MappingStartEvent) {
      return typeIn(rest, start);
    }
    int depth = 0;
    String found = null;
    for (int i = start; found == null && i < rest.size(); i++) {
      if (depth == 1 && rest.get(i) instanceof MappingStartEvent) {
        found = typeIn(rest, i);
      }
      depth += YamlEvents.nesting(rest.get(i));
      if (depth == 0) {
        break;
      }
    }
    return found;
  }

  // The start of the mapping was taken.
  private @Nullable Any ofType(String url) {
    String name = MessageTypes.name(url);
    String current = reader.spellings().messageType(name);
    if (current != null) {
      reader.warn("@type " + name + " is old; write " + MessageTypes.url(current));
      name = current;
    }
    Optional<Message> prototype = prototype(name);
    if (prototype.isEmpty()) {
      skipRest();
      reader.trail().name(TYPE);
      reader.fault(url, "a known type" + TypeGuess.hint(name));
      reader.trail().up();
      return null;
    }
    Message.Builder builder = DynamicMessage.newBuilder(Fields.type(prototype.get()));
    var shape = Shape.of(builder.getDescriptorForType());
    if (shape.isSpecial()) {
      return special(name, builder);
    }
    new MappingReader(reader, builder, shape).read();
    return unwrapped(pack(name, builder.build()));
  }

  // Messages with a form of their own stand under the key "value".
  private @Nullable Any special(String name, Message.Builder builder) {
    Message message = null;
    var keys = new MapKeys(reader);
    for (ScalarEvent key = keys.next(); key != null; key = keys.next()) {
      reader.trail().name(key.getValue());
      switch (key.getValue()) {
        case TYPE -> events.skipValue();
        case VALUE -> message = reader.message(builder);
        default -> reader.refuseNext("only @type and value beside " + name);
      }
      reader.trail().up();
    }
    return message == null ? pack(name, builder.build()) : pack(name, message);
  }

  private Any unwrapped(Any any) {
    reader.trail().name(VALUE);
    Any unwrapped =
        TypedStructs.unwrap(any, reader.trail().toString(), reader.findings(), reader.spellings());
    reader.trail().up();
    return unwrapped;
  }

  private void skipRest() {
    while (!(events.peek() instanceof MappingEndEvent)) {
      events.skipValue();
    }
    events.next();
  }

  private static Optional<Message> prototype(String name) {
    return MessageTypes.find(name);
  }

  private static boolean isType(Event event) {
    return event instanceof ScalarEvent key && key.getValue().equals(TYPE);
  }

  private static Any pack(String name, Message message) {
    return Any.newBuilder()
        .setTypeUrl(MessageTypes.url(name))
        .setValue(message.toByteString())
        .build();
  }
}
