package mesh.proxy.tracing.tag;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of metadata as text: strings as they are, lists and structs as JSON. */
final class StructText {

  private static final double EXACT_INTEGERS = 1e15;

  private StructText() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    var json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  private static void write(@Nullable Object value, StringBuilder json) {
    switch (value) {
      case String text -> quote(text, json);
      case Double number when number == Math.rint(number) && Math.abs(number) < EXACT_INTEGERS ->
          json.append(number.longValue());
      case List<?> list -> writeList(list, json);
      case Map<?, ?> struct -> writeStruct(struct, json);
      case null -> json.append("null");
      default -> json.append(value);
    }
  }

  private static void writeList(List<?> list, StringBuilder json) {
    json.append('[');
    String separator = "";
    for (Object element : list) {
      json.append(separator);
      write(element, json);
      separator = ",";
    }
    json.append(']');
  }

  private static void writeStruct(Map<?, ?> struct, StringBuilder json) {
    json.append('{');
    String separator = "";
    for (Map.Entry<?, ?> field : struct.entrySet()) {
      json.append(separator);
      quote(String.valueOf(field.getKey()), json);
      json.append(':');
      write(field.getValue(), json);
      separator = ",";
    }
    json.append('}');
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '"' || letter == '\\') {
        json.append('\\').append(letter);
      } else if (letter < ' ') {
        json.append("\\u%04x".formatted((int) letter));
      } else {
        json.append(letter);
      }
    }
    json.append('"');
  }
}
