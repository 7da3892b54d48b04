package mesh.proxy.config.proto;

import com.google.protobuf.Any;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.Fields;
import mesh.proxy.config.Findings;
import mesh.proxy.config.yaml.TreeEvents;
import mesh.proxy.config.yaml.YamlEvents;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code TypedStruct}s: a message that is written as a {@code Struct}, by a control plane
 * that does not have its proto.
 */
public final class TypedStructs {

  private static final List<String> NAMES =
      List.of("xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct");

  private TypedStructs() {}

  /**
   * The message inside, if it is a known one; a {@code Struct} if it is not; else what was given.
   *
   * @param path where the struct stands
   */
  public static Any unwrap(Any any, String path, Findings findings, Spellings spellings) {
    if (!NAMES.contains(MessageTypes.name(any.getTypeUrl()))) {
      return any;
    }
    try { // both have the same fields
      var typed = com.github.xds.type.v3.TypedStruct.parseFrom(any.getValue());
      Message prototype = MessageTypes.find(typed.getTypeUrl()).orElse(null);
      if (prototype == null) {
        return Any.pack(typed.getValue());
      }
      Message.Builder builder = DynamicMessage.newBuilder(Fields.type(prototype));
      read(typed.getValue(), builder, path, findings, spellings);
      return Any.pack(builder.build());
    } catch (InvalidProtocolBufferException e) {
      findings.fault(path, any.getTypeUrl(), "a message that can be decoded");
      return any;
    }
  }

  private static void read(
      Struct struct, Message.Builder builder, String path, Findings findings, Spellings spellings) {
    if (Shape.of(builder.getDescriptorForType()).form() == Shape.Form.STRUCT) {
      builder.mergeFrom(struct);
      return;
    }
    var events = new YamlEvents(TreeEvents.of(tree(struct)));
    new ProtoReader(events, path, findings, spellings).readInto(builder);
  }

  private static @Nullable Object tree(Value value) {
    return switch (value.getKindCase()) {
      case STRUCT_VALUE -> tree(value.getStructValue());
      case LIST_VALUE -> {
        List<@Nullable Object> list = new ArrayList<>();
        value.getListValue().getValuesList().forEach(element -> list.add(tree(element)));
        yield list;
      }
      case STRING_VALUE -> value.getStringValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case NULL_VALUE, KIND_NOT_SET -> null;
    };
  }

  private static Map<String, @Nullable Object> tree(Struct struct) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    struct.getFieldsMap().forEach((key, value) -> map.put(key, tree(value)));
    return map;
  }
}
