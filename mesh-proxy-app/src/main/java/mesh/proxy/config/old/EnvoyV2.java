package mesh.proxy.config.old;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.proxy.config.Fields;
import mesh.proxy.config.proto.MessageTypes;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.proto.Spellings;
import org.jspecify.annotations.Nullable;
import udpa.annotations.Versioning;

/** The spellings of Envoy's v2 API. Shared. */
public final class EnvoyV2 implements Spellings {

  /** Understands the v2 API besides today's. */
  public static final Spellings SPELLINGS = new EnvoyV2();

  private static final String NAME = "name";

  // Types that can stand alone in a file, besides the extensions.
  private static final List<String> RESOURCES =
      List.of(
          "envoy.config.listener.v3.Listener",
          "envoy.config.cluster.v3.Cluster",
          "envoy.config.route.v3.RouteConfiguration",
          "envoy.config.route.v3.ScopedRouteConfiguration",
          "envoy.config.endpoint.v3.ClusterLoadAssignment",
          "envoy.config.bootstrap.v3.Bootstrap",
          "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
          "envoy.extensions.transport_sockets.tls.v3.Secret");

  private static final Map<String, OldKey> FIELDS = new HashMap<>(); // by message and field

  static {
    FIELDS.putAll(ListenerFields.all());
    FIELDS.putAll(RouteFields.all());
    FIELDS.putAll(ClusterFields.all());
  }

  private final UntypedConfig untypedConfig = new UntypedConfig();
  private final PerFilterConfig perFilterConfig = new PerFilterConfig();

  private EnvoyV2() {}

  /** The old fields, each behind the full name of its message. */
  static Set<String> fields() {
    return FIELDS.keySet();
  }

  /** Made when the first old type is named: it loads the classes of all extensions. */
  private static final class TypesOfToday {

    static final Map<String, String> BY_OLD_NAME =
        Stream.concat(KnownExtensions.types(), RESOURCES.stream())
            .distinct()
            .flatMap(type -> MessageTypes.find(type).stream())
            .map(Fields::type)
            .filter(type -> !previous(type).isEmpty())
            .collect(
                Collectors.toMap(TypesOfToday::previous, Descriptor::getFullName, (a, b) -> a));

    private static String previous(Descriptor type) {
      return type.getOptions().getExtension(Versioning.versioning).getPreviousMessageType();
    }
  }

  @Override
  public @Nullable OldKey key(Descriptor type, String key) {
    if (key.equals(UntypedConfig.KEY) && type.findFieldByName("typed_config") != null) {
      return untypedConfig;
    }
    if (key.equals(PerFilterConfig.KEY) && type.findFieldByName(PerFilterConfig.TYPED) != null) {
      return perFilterConfig;
    }
    return FIELDS.get(type.getFullName() + '.' + key);
  }

  @Override
  public @Nullable String messageType(String name) {
    return name.startsWith("envoy.") && (name.contains(".v2.") || name.contains(".v2alpha"))
        ? TypesOfToday.BY_OLD_NAME.get(name)
        : null;
  }

  @Override
  public @Nullable String constant(EnumDescriptor type, String name) {
    return type.getFullName().equals("envoy.config.cluster.v3.Cluster.LbPolicy")
            && name.equalsIgnoreCase("ORIGINAL_DST_LB")
        ? "CLUSTER_PROVIDED"
        : null;
  }

  @Override
  public void finish(Message.Builder builder, ProtoReader reader) {
    Descriptor type = builder.getDescriptorForType();
    if (KnownExtensions.isNamedBy(type.getFullName())) {
      finishExtension(builder, reader);
    } else {
      FieldDescriptor perFilter = type.findFieldByName(PerFilterConfig.TYPED);
      if (perFilter != null && builder.getRepeatedFieldCount(perFilter) > 0) {
        renameKeys(builder, perFilter, reader);
      }
    }
  }

  private static void finishExtension(Message.Builder builder, ProtoReader reader) {
    KnownExtension known = UntypedConfig.extension(builder, reader);
    if (known == null) {
      return;
    }
    FieldDescriptor name = builder.getDescriptorForType().findFieldByName(NAME);
    if (!builder.getField(name).equals(known.name())) {
      reader.trail().name(NAME);
      reader.warn(builder.getField(name) + " is old; write " + known.name());
      reader.trail().up();
      builder.setField(name, known.name());
    }
    FieldDescriptor typed = UntypedConfig.typedConfig(builder);
    if (typed != null
        && !builder.hasOneof(typed.getRealContainingOneof())
        && !known.type().isEmpty()) {
      reader.warn("has no typed_config; write \"@type\": " + MessageTypes.url(known.type()));
      builder.setField(typed, Any.newBuilder().setTypeUrl(MessageTypes.url(known.type())).build());
    }
  }

  private static void renameKeys(
      Message.Builder builder, FieldDescriptor field, ProtoReader reader) {
    List<Message> entries = new ArrayList<>();
    boolean isOld = false;
    for (Object element : (List<?>) builder.getField(field)) {
      var entry = (Message) element;
      entries.add(entry);
      var name = (String) Fields.first(entry);
      var known = KnownExtensions.find(KnownExtensions.HTTP_FILTER, name);
      isOld |= known != null && !known.name().equals(name);
    }
    if (!isOld) {
      return;
    }
    builder.clearField(field);
    reader.trail().field(field);
    for (Message entry : entries) {
      var name = (String) Fields.first(entry);
      var known = KnownExtensions.find(KnownExtensions.HTTP_FILTER, name);
      if (known != null && !known.name().equals(name)) {
        reader.trail().key(name);
        reader.warn("is old; write " + known.name());
        reader.trail().up();
        name = known.name();
      }
      PerFilterConfig.add(builder, field, name, (Any) Fields.second(entry));
    }
    reader.trail().up();
  }
}
