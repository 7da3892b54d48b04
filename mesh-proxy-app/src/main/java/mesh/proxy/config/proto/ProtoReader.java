package mesh.proxy.config.proto;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Findings;
import mesh.proxy.config.ShownValue;
import mesh.proxy.config.Trail;
import mesh.proxy.config.yaml.YamlEvents;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/**
 * Reads one document into messages, value by value as the events come. Confined to one thread.
 *
 * <p>A fault is written down and its value skipped, so that one reading finds them all.
 */
public final class ProtoReader {

  private final YamlEvents events;
  private final Trail trail;
  private final Findings findings;
  private final Spellings spellings;
  private final DynamicValues dynamic;
  private final AnyReader anys;
  private final ReadResources resources = new ReadResources();

  /**
   * Reads from where the events stand.
   *
   * @param path where the value stands; empty for a whole document
   */
  public ProtoReader(YamlEvents events, String path, Findings findings, Spellings spellings) {
    this.events = events;
    this.trail = new Trail(path);
    this.findings = findings;
    this.spellings = spellings;
    this.dynamic = new DynamicValues(this);
    this.anys = new AnyReader(this);
  }

  /** Reads the value that comes next; what is wrong is in the findings afterwards. */
  public void readInto(Message.Builder builder) {
    try {
      Message message = message(builder);
      if (message != null && Shape.of(builder.getDescriptorForType()).isSpecial()) {
        builder.clear().mergeFrom(message); // others were read into the builder itself
      }
    } catch (InvalidConfigException e) { // where the document itself is wrong, nothing can follow
      findings.fault(e.under(trail.toString()));
    }
  }

  /** Reads the value that comes next into a field; the trail goes down to it meanwhile. */
  void readField(Message.Builder builder, FieldDescriptor field) {
    trail.field(field);
    readInto(builder, field);
    trail.up();
  }

  /** Reads the value that comes next into a field, under whatever name the trail has for it. */
  public void readInto(Message.Builder builder, FieldDescriptor field) {
    if (!skipNull(field)) {
      if (field.isMapField()) {
        readMap(builder, field);
      } else if (field.isRepeated()) {
        readList(builder, field);
      } else {
        Object value = value(builder, field);
        if (value != null) {
          builder.setField(field, value);
        }
      }
    }
  }

  /** Reads the value that comes next as one more element of a list. */
  public void readElement(Message.Builder builder, FieldDescriptor field) {
    Object value = value(builder, field);
    if (value != null) {
      builder.addRepeatedField(field, value);
    }
  }

  /**
   * Reads the value that comes next as the contents of an {@code Any}, without {@code @type}.
   *
   * @param type full name of the message
   * @return null if there is a fault
   */
  public @Nullable Any readAny(String type) {
    return anys.contents(type);
  }

  /** What rules say of resources that were read, if nothing else is wrong. */
  public Findings ruleFindings() {
    return resources.findings();
  }

  /** The events, for keys that need another order. */
  public YamlEvents events() {
    return events;
  }

  /** Where the reading stands. */
  public Trail trail() {
    return trail;
  }

  /** Remarks on the place where the reading stands. */
  public void warn(String text) {
    findings.warn(trail.toString(), text);
  }

  /** Refuses the value at the place where the reading stands. */
  public void fault(@Nullable Object value, String expected) {
    findings.fault(trail.toString(), value, expected);
  }

  Spellings spellings() {
    return spellings;
  }

  Findings findings() {
    return findings;
  }

  /** Skips the value that comes next, as it is not what it should be. */
  void refuseNext(String expected) {
    Event event = events.peek();
    events.skipValue();
    fault(
        trail.isSecret() && event instanceof ScalarEvent ? ShownValue.REDACTED : shown(event),
        expected);
  }

  /**
   * Reads a message in the form that its type has.
   *
   * @return null if there is a fault
   */
  @Nullable Message message(Message.Builder builder) {
    var shape = Shape.of(builder.getDescriptorForType());
    Event event = events.peek();
    return switch (shape.form()) {
      case MESSAGE -> {
        if (!(event instanceof MappingStartEvent)) {
          refuseNext("a mapping");
          yield null;
        }
        events.next();
        new MappingReader(this, builder, shape).read();
        yield builder.build();
      }
      case ANY -> anys.read();
      case DURATION, TIMESTAMP, FIELD_MASK -> time(builder, shape, event);
      case WRAPPER -> {
        FieldDescriptor field = shape.type().findFieldByNumber(1);
        Object value = scalar(field);
        yield value == null ? null : builder.setField(field, value).build();
      }
      case STRUCT -> {
        if (!(event instanceof MappingStartEvent)) {
          refuseNext("a mapping");
          yield null;
        }
        events.next();
        yield dynamic.struct();
      }
      case VALUE -> dynamic.value();
      case LIST -> {
        if (!(event instanceof SequenceStartEvent)) {
          refuseNext("a list");
          yield null;
        }
        events.next();
        yield dynamic.list();
      }
    };
  }

  private @Nullable Object value(Message.Builder parent, FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE
        ? message(parent.newBuilderForField(field))
        : scalar(field);
  }

  private @Nullable Object scalar(FieldDescriptor field) {
    if (!(events.peek() instanceof ScalarEvent scalar) || Scalars.isNull(scalar)) {
      refuseNext(Scalars.expected(field, ""));
      return null;
    }
    events.next();
    Object value = Scalars.read(field, scalar);
    if (value == null && field.getType() == FieldDescriptor.Type.ENUM) {
      value = oldConstant(field, scalar.getValue());
    }
    if (value == null) {
      Object given = trail.isSecret() ? ShownValue.REDACTED : shown(scalar);
      fault(given, Scalars.expected(field, scalar.getValue()));
    }
    return value;
  }

  private @Nullable Object oldConstant(FieldDescriptor field, String name) {
    String current = spellings.constant(field.getEnumType(), name);
    if (current == null) {
      return null;
    }
    warn(name + " is old; write " + current);
    return field.getEnumType().findValueByName(current);
  }

  private @Nullable Message time(Message.Builder builder, Shape shape, Event event) {
    if (shape.form() == Shape.Form.DURATION && event instanceof MappingStartEvent) {
      warn("a mapping of seconds and nanos; write 5s or 0.25s");
      events.next();
      new MappingReader(this, builder, shape).read();
      return builder.build();
    }
    if (!(event instanceof ScalarEvent scalar)) {
      refuseNext(Times.expected(shape.form()));
      return null;
    }
    events.next();
    Message value = Times.read(shape.form(), scalar.getValue());
    if (value == null) {
      fault(shown(scalar), Times.expected(shape.form()));
    }
    return value;
  }

  // Null leaves a field unset; only a Value can hold it.
  private boolean skipNull(FieldDescriptor field) {
    boolean isNull = events.peek() instanceof ScalarEvent scalar && Scalars.isNull(scalar);
    if (!isNull
        || (field.getJavaType() == JavaType.MESSAGE
            && !field.isRepeated()
            && Shape.of(field.getMessageType()).form() == Shape.Form.VALUE)) {
      return false;
    }
    events.next();
    return true;
  }

  private void readList(Message.Builder builder, FieldDescriptor field) {
    if (!(events.peek() instanceof SequenceStartEvent)) {
      refuseNext("a list");
      return;
    }
    events.next();
    int index = 0; // in the text, where a faulty element counts
    boolean hasResources = resources.areIn(field);
    while (!(events.peek() instanceof SequenceEndEvent)) {
      trail.index(index++);
      Object value = value(builder, field);
      if (value != null && hasResources) {
        resources.add((Message) value, trail, findings);
      } else if (value != null) {
        builder.addRepeatedField(field, value);
      }
      trail.up();
    }
    if (hasResources) {
      resources.moveTo(builder, field);
    }
    events.next();
  }

  private void readMap(Message.Builder builder, FieldDescriptor field) {
    FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
    readEntries(
        key -> {
          Message.Builder entry = builder.newBuilderForField(field);
          Object name = Scalars.read(keyField, key);
          if (name == null) {
            refuseNext("a key that is " + Scalars.expected(keyField, key.getValue()));
            return;
          }
          Object value = value(entry, valueField);
          if (value != null) {
            builder.addRepeatedField(
                field, entry.setField(keyField, name).setField(valueField, value).build());
          }
        });
  }

  /**
   * Reads the mapping that comes next.
   *
   * @param value reads a value, which comes next, for a key
   */
  public void readEntries(Consumer<ScalarEvent> value) {
    if (!(events.peek() instanceof MappingStartEvent)) {
      refuseNext("a mapping");
      return;
    }
    events.next();
    var keys = new MapKeys(this);
    for (ScalarEvent key = keys.next(); key != null; key = keys.next()) {
      trail.key(key.getValue());
      value.accept(key);
      trail.up();
    }
  }

  /** A value as a fault shows it. */
  static String shown(Event event) {
    return switch (event) {
      case ScalarEvent scalar when Scalars.isNull(scalar) -> "null";
      case ScalarEvent scalar when Scalars.floating(scalar.getValue()) != null -> scalar.getValue();
      case ScalarEvent scalar -> ShownValue.text(scalar.getValue());
      case MappingStartEvent start -> "{...}";
      case MappingEndEvent end -> "{}";
      default -> "[...]";
    };
  }
}
