package mesh.proxy.config.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How a message is written down. Immutable; made once per message type. */
final class Shape {

  private static final Map<Descriptor, Shape> KNOWN = new ConcurrentHashMap<>();

  private final Descriptor type;
  private final Form form;
  private final Map<String, FieldDescriptor> fields = new HashMap<>(); // by each spelling

  /** The forms that the JSON mapping has. */
  enum Form {
    MESSAGE,
    ANY,
    DURATION,
    TIMESTAMP,
    FIELD_MASK,
    WRAPPER,
    STRUCT,
    VALUE,
    LIST
  }

  private Shape(Descriptor type) {
    this.type = type;
    this.form = form(type);
    for (FieldDescriptor field : type.getFields()) {
      fields.put(field.getName(), field);
      fields.put(field.getJsonName(), field);
    }
  }

  static Shape of(Descriptor type) {
    Shape known = KNOWN.get(type);
    if (known == null) {
      known = new Shape(type);
      KNOWN.put(type, known);
    }
    return known;
  }

  Descriptor type() {
    return type;
  }

  Form form() {
    return form;
  }

  /** True if the form is not a mapping of the message's own fields. */
  boolean isSpecial() {
    return form != Form.MESSAGE;
  }

  /** The field with this name: {@code port_value} or {@code portValue}. */
  @Nullable FieldDescriptor field(String name) {
    return fields.get(name);
  }

  List<String> names() {
    return type.getFields().stream().map(FieldDescriptor::getName).toList();
  }

  private static Form form(Descriptor type) {
    String name = type.getFullName();
    if (!name.startsWith("google.protobuf.")) {
      return Form.MESSAGE;
    }
    return switch (name.substring("google.protobuf.".length())) {
      case "Any" -> Form.ANY;
      case "Duration" -> Form.DURATION;
      case "Timestamp" -> Form.TIMESTAMP;
      case "FieldMask" -> Form.FIELD_MASK;
      case "Struct" -> Form.STRUCT;
      case "Value" -> Form.VALUE;
      case "ListValue" -> Form.LIST;
      case "DoubleValue",
          "FloatValue",
          "Int64Value",
          "UInt64Value",
          "Int32Value",
          "UInt32Value",
          "BoolValue",
          "StringValue",
          "BytesValue" ->
          Form.WRAPPER;
      default -> Form.MESSAGE;
    };
  }
}
