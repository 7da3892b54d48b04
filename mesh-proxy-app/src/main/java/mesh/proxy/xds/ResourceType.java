package mesh.proxy.xds;

import com.google.protobuf.Message;
import java.util.function.Function;
import mesh.proxy.config.Fields;
import mesh.proxy.config.proto.MessageTypes;

/**
 * One kind of configuration that can be asked for by name. Immutable.
 *
 * @param prototype an empty message
 * @param name of a resource
 * @param isWholeSet true if an answer names everything there is, so that what it does not name is
 *     gone: listeners and clusters
 */
public record ResourceType<M extends Message>(
    M prototype, Function<M, String> name, boolean isWholeSet) {

  /** As in {@code type_url} of a request. */
  public String typeUrl() {
    return MessageTypes.url(Fields.type(prototype).getFullName());
  }

  /** The word of messages and logs: {@code Listener}. */
  public String word() {
    return Fields.type(prototype).getName();
  }
}
