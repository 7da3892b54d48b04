package mesh.proxy.config.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import mesh.config.Suggestion;
import mesh.proxy.config.yaml.YamlEvents;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Reads one mapping, whose start was taken, into one message. Confined to one thread. */
final class MappingReader {

  private static final String TYPE = "@type";

  private final ProtoReader reader;
  private final YamlEvents events;
  private final Message.Builder builder;
  private final Shape shape;
  private final MapKeys keys;
  private final BitSet seen = new BitSet(); // by index of the field
  private @Nullable List<Deferred> deferred;

  MappingReader(ProtoReader reader, Message.Builder builder, Shape shape) {
    this.reader = reader;
    this.events = reader.events();
    this.builder = builder;
    this.shape = shape;
    this.keys = new MapKeys(reader);
  }

  private record Deferred(String key, Spellings.OldKey old, List<Event> value) {}

  void read() {
    for (ScalarEvent key = keys.next(); key != null; key = keys.next()) {
      FieldDescriptor field = shape.field(key.getValue());
      if (field == null) {
        other(key.getValue());
      } else {
        known(field);
      }
    }
    if (deferred != null) {
      deferred.forEach(this::readDeferred);
    }
    reader.spellings().finish(builder, reader);
  }

  private void known(FieldDescriptor field) {
    boolean isTwice = seen.get(field.getIndex());
    OneofDescriptor oneof = field.getRealContainingOneof();
    boolean isChosen = oneof != null && builder.hasOneof(oneof);
    if ((isTwice || isChosen) && keys.isMerging()) {
      events.skipValue();
    } else if (isTwice) {
      refuse(field.getName(), "given once, in one spelling");
    } else if (isChosen && !isNullNext()) {
      refuse(field.getName(), "only one of " + names(oneof));
    } else {
      seen.set(field.getIndex());
      reader.readField(builder, field);
    }
  }

  private void other(String key) {
    if (key.equals(TYPE)) { // of an Any; elsewhere the JSON mapping knows no such key either
      events.skipValue();
      return;
    }
    Spellings.OldKey old = reader.spellings().key(shape.type(), key);
    if (old == null) {
      refuse(key, knownFields(key));
    } else if (old.waitsForTheRest()) {
      deferred = deferred == null ? new ArrayList<>(1) : deferred;
      deferred.add(new Deferred(key, old, events.takeValue()));
    } else {
      reader.trail().name(key);
      old.read(builder, reader);
      reader.trail().up();
    }
  }

  private void readDeferred(Deferred late) {
    events.replay(late.value);
    reader.trail().name(late.key);
    late.old.read(builder, reader);
    reader.trail().up();
  }

  private void refuse(String key, String expected) {
    reader.trail().name(key);
    reader.refuseNext(expected);
    reader.trail().up();
  }

  private boolean isNullNext() {
    return events.peek() instanceof ScalarEvent scalar && Scalars.isNull(scalar);
  }

  private String knownFields(String key) {
    String type = shape.type().getFullName();
    return shape.type().isReservedName(key)
        ? "nothing: the field was removed from " + type
        : "a field of " + type + Suggestion.hint(key, shape.names());
  }

  private static String names(OneofDescriptor oneof) {
    return String.join(", ", oneof.getFields().stream().map(FieldDescriptor::getName).toList());
  }
}
