package mesh.proxy.config.old;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.proto.Spellings.OldKey;

/** {@code per_filter_config}: by name of the filter, without the type of the message. */
record PerFilterConfig() implements OldKey {

  static final String KEY = "per_filter_config";
  static final String TYPED = "typed_per_filter_config";

  private static final String STRUCT = Struct.getDescriptor().getFullName();

  @Override
  public boolean waitsForTheRest() {
    return false;
  }

  @Override
  public void read(Message.Builder builder, ProtoReader reader) {
    reader.warn("is old; write " + TYPED + " with @type in each element");
    FieldDescriptor field = builder.getDescriptorForType().findFieldByName(TYPED);
    reader.readEntries(
        key -> {
          String name = key.getValue();
          KnownExtension known = KnownExtensions.find(KnownExtensions.HTTP_FILTER, name);
          String type = known == null || known.routeType().isEmpty() ? STRUCT : known.routeType();
          Any config = reader.readAny(type);
          if (config != null) {
            add(builder, field, name, config);
          }
        });
  }

  /** Adds an element to the map. */
  static void add(Message.Builder builder, FieldDescriptor field, String name, Any config) {
    Message.Builder entry = builder.newBuilderForField(field);
    var type = entry.getDescriptorForType();
    entry.setField(type.findFieldByNumber(1), name);
    entry.setField(type.findFieldByNumber(2), config);
    builder.addRepeatedField(field, entry.build());
  }
}
