package mesh.proxy.config;

import com.google.gson.GsonBuilder;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Messages written as YAML, for tests of what reads them. */
public final class ProtoYaml {

  private ProtoYaml() {}

  /**
   * The message that a text describes.
   *
   * @param packed one of each message that an Any in the text holds
   */
  public static <M extends Message> M parse(M prototype, String yaml, Message... packed) {
    return of(prototype, new Load(LoadSettings.builder().build()).loadFromString(yaml), packed);
  }

  /**
   * The message that a tree of maps and lists describes.
   *
   * @param tree null for an empty message
   * @param packed one of each message that an Any in the tree holds
   */
  public static <M extends Message> M of(M prototype, Object tree, Message... packed) {
    Message.Builder builder = prototype.newBuilderForType();
    var types = TypeRegistry.newBuilder();
    for (Message each : packed) {
      types.add(each.getDescriptorForType());
    }
    try {
      JsonFormat.parser()
          .usingTypeRegistry(types.build())
          .merge(
              tree == null ? "{}" : new GsonBuilder().serializeNulls().create().toJson(tree),
              builder);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    @SuppressWarnings("unchecked") // a prototype builds messages of its own type
    M message = (M) builder.build();
    return message;
  }
}
