package mesh.proxy.admin.dump;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import udpa.annotations.Sensitive;

/**
 * Takes secrets out of messages: every field that its proto marks as sensitive, packed ones
 * included.
 */
final class Redaction {

  private static final String REDACTED = "[redacted]";

  private Redaction() {}

  static Message of(Message message) {
    return AnyTree.withPacked(own(message), Redaction::own);
  }

  /** Without looking into what is packed. */
  private static Message own(Message message) {
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              boolean secret = field.getOptions().getExtension(Sensitive.sensitive);
              if (secret || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                builder.setField(field, replaced(value, secret));
              }
            });
    return builder.build();
  }

  private static Object replaced(Object value, boolean secret) {
    return switch (value) {
      case List<?> list -> {
        var all = new ArrayList<Object>(list.size());
        list.forEach(element -> all.add(replaced(element, secret)));
        yield all;
      }
      case Message message -> secret ? blanked(message) : own(message);
      case String text -> REDACTED;
      case ByteString bytes -> ByteString.copyFromUtf8(REDACTED);
      default -> value; // numbers and the like give nothing away but their presence
    };
  }

  private static Message blanked(Message message) {
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach((field, value) -> builder.setField(field, replaced(value, true)));
    return builder.build();
  }
}
