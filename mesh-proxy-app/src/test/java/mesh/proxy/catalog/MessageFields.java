package mesh.proxy.catalog;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mesh.proxy.config.Supported;
import mesh.proxy.config.SupportedField;
import mesh.proxy.config.proto.MessageTypes;

/** The fields of every message that somebody declares, message by message. Confined to a thread. */
final class MessageFields {

  // By message: what is honoured (a field and why it is ignored) to the documents where it is so.
  private final Map<String, Map<Map<String, String>, Set<String>>> declared = new TreeMap<>();

  /**
   * Adds what one reader honours.
   *
   * @param document names the reader: the message that it reads
   */
  void add(String document, Supported supported) {
    Map<String, Map<String, String>> fields = new LinkedHashMap<>();
    for (SupportedField field : supported.listing()) {
      fields
          .computeIfAbsent(field.message(), message -> new LinkedHashMap<>())
          .put(field.field(), field.whyIgnored());
    }
    fields.forEach(
        (message, standings) ->
            declared
                .computeIfAbsent(message, name -> new LinkedHashMap<>())
                .computeIfAbsent(standings, all -> new LinkedHashSet<>())
                .add(document));
  }

  /** The text of all, by proto package. */
  String markdown() {
    var text = new StringBuilder();
    String before = "";
    for (var message : declared.entrySet()) {
      Descriptor type =
          MessageTypes.find(MessageTypes.url(message.getKey()))
              .orElseThrow()
              .getDescriptorForType();
      String room = type.getFile().getPackage();
      if (!room.equals(before)) {
        text.append("\n### ").append(room).append("\n\n");
        before = room;
      }
      text.append("- **").append(message.getKey().substring(room.length() + 1)).append("**");
      message
          .getValue()
          .forEach(
              (standings, documents) ->
                  text.append(variant(type, message.getValue().size(), standings, documents)));
      text.append('\n');
    }
    return text.toString();
  }

  private static String variant(
      Descriptor type, int variants, Map<String, String> standings, Set<String> documents) {
    String where =
        variants == 1
            ? " "
            : "\n  - in " + documents.stream().sorted().collect(joining(", ")) + ": ";
    List<String> parts = new ArrayList<>();
    Set<String> refused =
        type.getFields().stream()
            .map(FieldDescriptor::getName)
            .filter(field -> !standings.containsKey(field))
            .collect(toCollection(LinkedHashSet::new));
    List<String> honoured =
        standings.keySet().stream().filter(field -> standings.get(field).isEmpty()).toList();
    parts.add(honoured.isEmpty() ? "nothing" : quoted(honoured));
    standings.forEach(
        (field, why) -> {
          if (!why.isEmpty()) {
            parts.add("ignored: `" + field + "` (" + why + ")");
          }
        });
    if (!refused.isEmpty()) {
      parts.add("refused: " + quoted(refused));
    }
    return where + String.join("; ", parts);
  }

  private static String quoted(Iterable<String> fields) {
    List<String> quoted = new ArrayList<>();
    fields.forEach(field -> quoted.add("`" + field + "`"));
    return String.join(", ", quoted);
  }
}
