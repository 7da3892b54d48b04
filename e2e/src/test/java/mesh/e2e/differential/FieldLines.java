package mesh.e2e.differential;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A message as lines, one for each value, to be compared. */
final class FieldLines {

  private final Map<Pattern, String> masked;

  /**
   * Lines of messages.
   *
   * @param masked by what a path must be: what stands for values that differ from run to run; empty
   *     takes the line out
   */
  FieldLines(Map<String, String> masked) {
    this.masked = new java.util.LinkedHashMap<>();
    masked.forEach((pattern, shown) -> this.masked.put(Pattern.compile(pattern), shown));
  }

  List<String> of(Message message) {
    Map<String, String> lines = new TreeMap<>();
    add("", message, lines);
    List<String> shown = new ArrayList<>();
    lines.forEach((path, value) -> line(path, value, shown));
    return shown;
  }

  private void line(String path, String value, List<String> to) {
    for (var mask : masked.entrySet()) {
      if (mask.getKey().matcher(path).matches()) {
        if (!mask.getValue().isEmpty()) {
          to.add(path + " = " + mask.getValue());
        }
        return;
      }
    }
    to.add(path + " = " + value);
  }

  private void add(String path, Message message, Map<String, String> lines) {
    if (message.getAllFields().isEmpty()) {
      lines.put(path, "{}");
    }
    if (isTime(message)) {
      lines.put(path, "a time");
      return;
    }
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
              if (field.isMapField()) {
                for (Object entry : (List<?>) value) {
                  Message pair = (Message) entry;
                  FieldDescriptor key = pair.getDescriptorForType().findFieldByNumber(1);
                  FieldDescriptor content = pair.getDescriptorForType().findFieldByNumber(2);
                  add(name + "[" + pair.getField(key) + "]", pair.getField(content), lines);
                }
              } else if (field.isRepeated()) {
                int at = 0;
                for (Object element : (List<?>) value) {
                  add(name + "[" + at++ + "]", element, lines);
                }
              } else {
                add(name, value, lines);
              }
            });
  }

  private void add(String path, Object value, Map<String, String> lines) {
    if (value instanceof Message message) {
      add(path, message, lines);
    } else {
      lines.put(path, String.valueOf(value));
    }
  }

  private static boolean isTime(Message message) {
    String type = message.getDescriptorForType().getFullName();
    return type.equals("google.protobuf.Duration") || type.equals("google.protobuf.Timestamp");
  }
}
