package mesh.proxy.protobuf;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code envoy.config.core.v3.Metadata} and what is in it. */
public final class StructField {

  private static final int FILTER_METADATA = 1;
  private static final int FIELDS = 1; // of Struct
  private static final int KEY = 1; // of an entry of a map
  private static final int VALUE = 2;
  private static final int VALUES = 1; // of ListValue

  // Of Value.
  private static final int NULL_VALUE = 1;
  private static final int NUMBER_VALUE = 2;
  private static final int STRING_VALUE = 3;
  private static final int BOOL_VALUE = 4;
  private static final int STRUCT_VALUE = 5;
  private static final int LIST_VALUE = 6;

  private StructField() {}

  /** Metadata by namespace; nothing if there is none. */
  public static void metadata(
      int field, Map<String, Map<String, Object>> metadata, ProtoWriter to) {
    if (metadata.isEmpty()) {
      return;
    }
    int whole = to.size();
    metadata.forEach(
        (namespace, fields) -> {
          int mark = to.size();
          struct(VALUE, fields, to);
          to.text(KEY, namespace);
          to.close(FILTER_METADATA, mark);
        });
    to.close(field, whole);
  }

  private static void struct(int field, Map<?, ?> fields, ProtoWriter to) {
    int whole = to.size();
    fields.forEach(
        (name, value) -> {
          int mark = to.size();
          value(VALUE, value, to);
          to.text(KEY, String.valueOf(name));
          to.close(FIELDS, mark);
        });
    to.close(field, whole);
  }

  private static void value(int field, @Nullable Object value, ProtoWriter to) {
    int mark = to.size();
    switch (value) {
      case null -> to.element(NULL_VALUE, 0);
      case String text -> to.textElement(STRING_VALUE, text);
      case Number number -> to.real(NUMBER_VALUE, number.doubleValue());
      case Boolean flag -> to.element(BOOL_VALUE, flag ? 1 : 0);
      case Map<?, ?> fields -> struct(STRUCT_VALUE, fields, to);
      case List<?> list -> {
        int whole = to.size();
        for (int at = list.size() - 1; at >= 0; at--) {
          value(VALUES, list.get(at), to);
        }
        to.close(LIST_VALUE, whole);
      }
      default -> to.textElement(STRING_VALUE, value.toString());
    }
    to.close(field, mark);
  }
}
