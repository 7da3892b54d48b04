package mesh.proxy.config;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** A value as a fault shows it: short, on one line, without secrets. */
public final class ShownValue {

  /** What stands in place of a secret. */
  public static final String REDACTED = "[redacted]";

  private static final int MOST = 80; // characters

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
      case Message message -> message.getSerializedSize() == 0 ? "{}" : "{...}";
      case String text -> text(text);
      case ByteString bytes -> bytes.size() + " bytes";
      case EnumValueDescriptor constant -> constant.getName();
      case Integer number when isUnsigned(field) -> Integer.toUnsignedString(number);
      case Long number when isUnsigned(field) -> Long.toUnsignedString(number);
      default -> value.toString();
    };
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
