package mesh.proxy.admin.dump;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Messages as JSON with the names of the proto, indented as Envoy does. */
public final class ProtoJson {

  private static final Pattern EMPTY = Pattern.compile("\\{\\s*\\n\\s*}");

  private ProtoJson() {}

  /** Without fields that are not set. */
  public static String of(Message message) {
    return print(message, UnaryOperator.identity());
  }

  /** With every field but messages that are not set. */
  public static String complete(Message message) {
    return print(message, JsonFormat.Printer::alwaysPrintFieldsWithNoPresence);
  }

  private static String print(Message message, UnaryOperator<JsonFormat.Printer> settings) {
    Message readable = AnyTree.withPacked(message, UnaryOperator.identity());
    Set<Descriptor> types = new HashSet<>();
    AnyTree.collectTypes(readable, types);
    var registry = TypeRegistry.newBuilder().add(types).build();
    try {
      String json =
          settings
              .apply(JsonFormat.printer().preservingProtoFieldNames().usingTypeRegistry(registry))
              .print(readable);
      return narrowed(json);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Every packed type was found, but one was not printed", e);
    }
  }

  /** One space a level in place of two. */
  private static String narrowed(String json) {
    var text = new StringBuilder(json.length());
    EMPTY
        .matcher(json)
        .replaceAll("{}")
        .lines()
        .forEach(
            line -> {
              int content = 0;
              while (content < line.length() && line.charAt(content) == ' ') {
                content++;
              }
              text.append(line, 0, content / 2).append(line, content, line.length()).append('\n');
            });
    return text.toString();
  }
}
