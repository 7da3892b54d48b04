package mesh.proxy.config;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A value as a fault shows it: short, on one line, without secrets. */
public final class ShownValue {

  /** What stands in place of a secret. */
  public static final String REDACTED = "[redacted]";

  private static final int MOST = 80; // characters
  private static final int NO_INDEX = -1; // a number that the enum does not have
  private static final Set<String> WRAPPERS =
      Stream.of("Bool", "Int32", "Int64", "UInt32", "UInt64", "Float", "Double", "String", "Bytes")
          .map(kind -> "google.protobuf." + kind + "Value")
          .collect(Collectors.toUnmodifiableSet());

  private ShownValue() {}

  /**
   * A value as {@link Message#getField} gives it.
   *
   * @param trail leads to the value; if any step of it is secret, so is the value
   */
  public static String of(Trail trail, FieldDescriptor field, Object value) {
    if (trail.isSecret()) {
      return REDACTED;
    }
    return switch (value) {
      case List<?> list when list.isEmpty() -> "[]";
      case List<?> list -> field.isMapField() ? "{...}" : "[" + list.size() + " elements]";
      case Message message -> message(message);
      case String text -> text(text);
      case ByteString bytes -> bytes.size() + " bytes";
      case EnumValueDescriptor constant ->
          constant.getIndex() == NO_INDEX ? "" + constant.getNumber() : constant.getName();
      case Integer number when isUnsigned(field) -> Integer.toUnsignedString(number);
      case Long number when isUnsigned(field) -> Long.toUnsignedString(number);
      default -> value.toString();
    };
  }

  // Those that are written as one scalar are shown as one.
  private static String message(Message message) {
    Descriptor type = Fields.type(message);
    if (type.getFullName().equals(Duration.getDescriptor().getFullName())) {
      var duration =
          Duration.newBuilder()
              .setSeconds((long) Fields.first(message))
              .setNanos((int) Fields.second(message))
              .build();
      return Durations.isValid(duration) ? Durations.toString(duration) : "{...}";
    }
    FieldDescriptor value = type.findFieldByName("value");
    if (value != null && WRAPPERS.contains(type.getFullName())) {
      return of(new Trail(""), value, message.getField(value));
    }
    return message.getSerializedSize() == 0 ? "{}" : "{...}";
  }

  /** A text in quotes. */
  public static String text(String text) {
    String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    return '"' + (line.length() <= MOST ? line : line.substring(0, MOST) + "...") + '"';
  }

  /** True if the sign bit of the value means a large number. */
  public static boolean isUnsigned(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, FIXED32, UINT64, FIXED64 -> true;
      default -> false;
    };
  }
}
