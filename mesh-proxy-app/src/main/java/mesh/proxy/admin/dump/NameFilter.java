package mesh.proxy.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the resources of a dump whose names fit. */
final class NameFilter {

  private static final List<String> NAME_FIELDS = List.of("name", "cluster_name");

  private NameFilter() {}

  static Message of(Message dump, Pattern names) {
    Message.Builder filtered = dump.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : dump.getAllFields().entrySet()) {
      if (field.getKey().isRepeated()) {
        var kept = new ArrayList<Object>();
        for (Object element : (List<?>) field.getValue()) {
          String name = element instanceof Message message ? name(message) : null;
          if (name != null && names.matches(name)) {
            kept.add(element);
          }
        }
        filtered.setField(field.getKey(), kept);
      }
    }
    return filtered.build();
  }

  private static @Nullable String name(Message message) {
    Message inner = message instanceof Any any ? AnyTree.unpacked(any) : message;
    if (inner == null) {
      return null;
    }
    for (String name : NAME_FIELDS) {
      FieldDescriptor field = inner.getDescriptorForType().findFieldByName(name);
      if (field != null) {
        return (String) inner.getField(field);
      }
    }
    for (Object value : inner.getAllFields().values()) {
      if (value instanceof Any any) {
        return name(any);
      }
    }
    return null;
  }
}
