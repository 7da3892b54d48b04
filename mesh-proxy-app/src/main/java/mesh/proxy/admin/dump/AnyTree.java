package mesh.proxy.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import mesh.proxy.config.proto.MessageTypes;
import org.jspecify.annotations.Nullable;

/** Walks through messages and through what is packed in them. */
final class AnyTree {

  private AnyTree() {}

  /** What is packed; null if nobody knows its type. */
  static @Nullable Message unpacked(Any any) {
    Message prototype = MessageTypes.find(any.getTypeUrl()).orElse(null);
    if (prototype == null) {
      return null;
    }
    try {
      return prototype.getParserForType().parseFrom(any.getValue());
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /**
   * The same message with what is packed in it packed again after {@code change}; unknown types
   * become structs.
   */
  static Message withPacked(Message message, UnaryOperator<Message> change) {
    Message.Builder builder = message.toBuilder();
    message.getAllFields().forEach((field, value) -> replace(builder, field, value, change));
    return builder.build();
  }

  /** Types of everything that is packed, at any depth. */
  static void collectTypes(Message message, Set<Descriptor> types) {
    if (message instanceof Any any) {
      Message inner = unpacked(any);
      if (inner != null) {
        types.add(inner.getDescriptorForType());
        collectTypes(inner, types);
      }
      return;
    }
    message.getAllFields().values().forEach(value -> collectTypesOf(value, types));
  }

  private static void collectTypesOf(Object value, Set<Descriptor> types) {
    if (value instanceof List<?> list) {
      list.forEach(element -> collectTypesOf(element, types));
    } else if (value instanceof Message message) {
      collectTypes(message, types);
    }
  }

  private static void replace(
      Message.Builder builder, FieldDescriptor field, Object value, UnaryOperator<Message> change) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return;
    }
    if (value instanceof List<?> list) {
      var replaced = new ArrayList<Object>(list.size());
      list.forEach(element -> replaced.add(changed((Message) element, change)));
      builder.setField(field, replaced);
    } else {
      builder.setField(field, changed((Message) value, change));
    }
  }

  private static Message changed(Message value, UnaryOperator<Message> change) {
    if (value instanceof Any any) {
      Message inner = unpacked(any);
      return inner == null ? unknown(any) : pack(any, change.apply(withPacked(inner, change)));
    }
    if (value instanceof MapEntry<?, ?> || !value.getAllFields().isEmpty()) {
      return withPacked(value, change);
    }
    return value;
  }

  private static Any pack(Any original, Message inner) {
    return Any.newBuilder()
        .setTypeUrl(original.getTypeUrl())
        .setValue(inner.toByteString())
        .build();
  }

  private static Any unknown(Any any) {
    return any.getTypeUrl().isEmpty()
        ? any
        : Any.pack(
            Struct.newBuilder()
                .putFields("type_url", text(any.getTypeUrl()))
                .putFields(
                    "base64",
                    text(Base64.getEncoder().encodeToString(any.getValue().toByteArray())))
                .build());
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
