package mesh.proxy.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields to keep of a message: a mask such as {@code cluster.name,last_updated}. Immutable. */
final class FieldTree {

  private final Map<String, FieldTree> below = new LinkedHashMap<>(); // empty keeps everything

  static FieldTree of(String mask) {
    var root = new FieldTree();
    for (String path : mask.split(",")) {
      FieldTree at = root;
      for (String name : path.strip().split("\\.")) {
        at = at.below.computeIfAbsent(name, unseen -> new FieldTree());
      }
    }
    return root;
  }

  /**
   * The message with these fields alone; what is packed counts as if it were not. Null if it has
   * none of them.
   */
  @Nullable Message keep(Message message) {
    if (below.isEmpty()) {
      return message;
    }
    if (message instanceof Any any) {
      Message inner = AnyTree.unpacked(any);
      Message kept = inner == null ? null : keep(inner);
      return kept == null
          ? null
          : Any.newBuilder().setTypeUrl(any.getTypeUrl()).setValue(kept.toByteString()).build();
    }
    Message.Builder kept = message.newBuilderForType();
    boolean known = false;
    for (Map.Entry<String, FieldTree> entry : below.entrySet()) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByName(entry.getKey());
      if (field == null) {
        continue;
      }
      known = true;
      Object value = message.getAllFields().get(field);
      Object rest = value == null ? null : entry.getValue().keepValue(value);
      if (rest != null) {
        kept.setField(field, rest);
      }
    }
    return known ? kept.build() : null;
  }

  private @Nullable Object keepValue(Object value) {
    if (below.isEmpty()) {
      return value;
    }
    return switch (value) {
      case Message message -> keep(message);
      case List<?> list -> {
        var all = new ArrayList<Object>(list.size());
        for (Object element : list) {
          Object rest = keepValue(element);
          if (rest != null) {
            all.add(rest);
          }
        }
        yield all;
      }
      default -> null; // a scalar has no fields
    };
  }
}
