package mesh.proxy.config;

import com.google.gson.Gson;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Messages written as YAML, for tests of what reads them. */
public final class ProtoYaml {

  private ProtoYaml() {}

  /** The message that a text describes. */
  public static <M extends Message> M parse(M prototype, String yaml) {
    return of(prototype, new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  /**
   * The message that a tree of maps and lists describes.
   *
   * @param tree null for an empty message
   */
  public static <M extends Message> M of(M prototype, Object tree) {
    Message.Builder builder = prototype.newBuilderForType();
    try {
      JsonFormat.parser().merge(tree == null ? "{}" : new Gson().toJson(tree), builder);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    @SuppressWarnings("unchecked") // a prototype builds messages of its own type
    M message = (M) builder.build();
    return message;
  }
}
