package mesh.proxy.admin.dump;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Messages as JSON with the names of the proto, indented as Envoy does. */
public final class ProtoJson {

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
      var printer = JsonFormat.printer().preservingProtoFieldNames().usingTypeRegistry(registry);
      return IndentedJson.of(
          settings.apply(printer).omittingInsignificantWhitespace().print(readable));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Every packed type was found, but one was not printed", e);
    }
  }
}
