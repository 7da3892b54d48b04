package mesh.proxy.config.proto;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.math.BigInteger;
import mesh.proxy.config.yaml.YamlEvents;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/** Reads values that have no schema, typed by YAML 1.2's core rules. */
final class DynamicValues {

  private static final int EXACT_BITS = 53; // whole numbers that a double holds

  private final ProtoReader reader;
  private final YamlEvents events;

  DynamicValues(ProtoReader reader) {
    this.reader = reader;
    this.events = reader.events();
  }

  /** Reads whatever comes next. */
  Value value() {
    Event event = events.next();
    var value = Value.newBuilder();
    if (event instanceof MappingStartEvent) {
      return value.setStructValue(struct()).build();
    }
    if (event instanceof SequenceStartEvent) {
      return value.setListValue(list()).build();
    }
    return scalar((ScalarEvent) event);
  }

  /** Reads a mapping whose start was taken already. */
  Struct struct() {
    var struct = Struct.newBuilder();
    var keys = new MapKeys(reader);
    for (ScalarEvent key = keys.next(); key != null; key = keys.next()) {
      reader.trail().key(key.getValue());
      struct.putFields(key.getValue(), value());
      reader.trail().up();
    }
    return struct.build();
  }

  /** Reads a list whose start was taken already. */
  ListValue list() {
    var list = ListValue.newBuilder();
    while (!(events.peek() instanceof SequenceEndEvent)) {
      list.addValues(value());
    }
    events.next();
    return list.build();
  }

  private static Value scalar(ScalarEvent scalar) {
    var value = Value.newBuilder();
    String text = scalar.getValue();
    if (!scalar.isPlain() || Scalars.isTaggedText(scalar)) {
      return value.setStringValue(text).build();
    }
    if (Scalars.isNull(scalar)) {
      return value.setNullValue(NullValue.NULL_VALUE).build();
    }
    return switch (text) {
      case "true", "True", "TRUE" -> value.setBoolValue(true).build();
      case "false", "False", "FALSE" -> value.setBoolValue(false).build();
      default -> {
        Double number = number(text);
        yield number == null
            ? value.setStringValue(text).build()
            : value.setNumberValue(number).build();
      }
    };
  }

  // A large whole number stays text, as in Envoy: a double would change it.
  private static @Nullable Double number(String text) {
    char first = text.charAt(0);
    boolean looksLikeOne =
        first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
    if (!looksLikeOne) {
      return null;
    }
    BigInteger whole = Scalars.integer(text);
    if (whole != null) {
      return whole.bitLength() > EXACT_BITS ? null : (Double) whole.doubleValue();
    }
    Double number = Scalars.floating(text);
    return number == null || number.isNaN() || number.isInfinite() ? null : number;
  }
}
