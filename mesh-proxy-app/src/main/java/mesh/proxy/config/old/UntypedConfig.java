package mesh.proxy.config.old;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import mesh.proxy.config.proto.MessageTypes;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.proto.Spellings.OldKey;
import org.jspecify.annotations.Nullable;

/** {@code config} in place of {@code typed_config}: the name alone says which message it is. */
record UntypedConfig() implements OldKey {

  static final String KEY = "config";

  private static final String TYPED = "typed_config";
  private static final String STRUCT = Struct.getDescriptor().getFullName();

  @Override
  public boolean waitsForTheRest() {
    return true;
  }

  @Override
  public void read(Message.Builder builder, ProtoReader reader) {
    KnownExtension known = extension(builder, reader);
    String type = known == null || known.type().isEmpty() ? STRUCT : known.type();
    reader.warn("is old; write " + TYPED + " with \"@type\": " + MessageTypes.url(type));
    Any config = reader.readAny(type);
    if (config != null) {
      builder.setField(typedConfig(builder), withRouter(config, reader));
    }
  }

  /** The field that the message has instead of {@code config}; null if it names no extension. */
  static @Nullable FieldDescriptor typedConfig(Message.Builder builder) {
    return builder.getDescriptorForType().findFieldByName(TYPED);
  }

  /** The extension that the message names; null if it is not known. */
  static @Nullable KnownExtension extension(Message.Builder builder, ProtoReader reader) {
    var type = builder.getDescriptorForType();
    FieldDescriptor name = type.findFieldByName("name");
    if (name == null) {
      return null;
    }
    var known = KnownExtensions.find(type.getFullName(), (String) builder.getField(name));
    boolean isTls = known != null && known.type().equals(KnownExtensions.UPSTREAM_TLS.type());
    return isTls && isDownstream(reader) ? KnownExtensions.DOWNSTREAM_TLS : known;
  }

  private static boolean isDownstream(ProtoReader reader) {
    FieldDescriptor field = reader.trail().innermostField();
    return field != null
        && field.getContainingType().getFullName().startsWith("envoy.config.listener.");
  }

  // Short examples of the v2 time leave the filters out and mean the router.
  private static Any withRouter(Any config, ProtoReader reader) {
    if (!config.is(HttpConnectionManager.class)) {
      return config;
    }
    try {
      var manager = config.unpack(HttpConnectionManager.class);
      if (manager.getHttpFiltersCount() > 0) {
        return config;
      }
      reader.warn("has no http_filters: the router is added; write it");
      var router = manager.toBuilder();
      router
          .addHttpFiltersBuilder()
          .setName("envoy.filters.http.router")
          .setTypedConfig(Any.pack(Router.getDefaultInstance()));
      return Any.pack(router.build());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read what was just written", e);
    }
  }
}
