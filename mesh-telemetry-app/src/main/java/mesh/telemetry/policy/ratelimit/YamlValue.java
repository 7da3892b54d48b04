package mesh.telemetry.policy.ratelimit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import mesh.config.InvalidConfigException;
import mesh.config.Suggestion;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a file, which knows its place. What is wrong goes to the faults, and is read as
 * something harmless. Confined to one thread.
 */
record YamlValue(String file, String path, Node node, List<InvalidConfigException> faults) {

  /** Tells that this value is not what it should be. */
  void fault(@Nullable Object value, String expected) {
    fault(path, value, expected);
  }

  private void fault(String field, @Nullable Object value, String expected) {
    String line = node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    faults.add(new InvalidConfigException(field, value, expected).at(file + line));
  }

  /** Tells that a field of this object is not there. */
  void missing(String field, String expected) {
    fault(step(field), null, expected);
  }

  /** The fields of an object; one that is not known is a fault, null counts as missing. */
  Map<String, YamlValue> object(Set<String> known) {
    Map<String, YamlValue> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      fault(shown(), "an object");
      return fields;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
      var value = new YamlValue(file, step(name), tuple.getValueNode(), faults);
      if (!known.contains(name)) {
        new YamlValue(file, step(name), tuple.getKeyNode(), faults)
            .fault(
                value.shown(), "one of " + String.join(", ", known) + Suggestion.hint(name, known));
      } else if (!value.isNull() && fields.put(name, value) != null) {
        value.fault(value.shown(), "each name once");
      }
    }
    return fields;
  }

  List<YamlValue> list() {
    if (!(node instanceof SequenceNode sequence)) {
      fault(shown(), "a list");
      return List.of();
    }
    List<Node> nodes = sequence.getValue();
    return IntStream.range(0, nodes.size())
        .mapToObj(at -> new YamlValue(file, path + "[" + at + "]", nodes.get(at), faults))
        .toList();
  }

  String text() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    fault(shown(), "a text");
    return "";
  }

  boolean flag() {
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      fault(shown(), "true or false");
    }
    return text.equals("true");
  }

  /** A number without sign and of 32 bits. */
  long number() {
    String text = node instanceof ScalarNode ? text() : "";
    try {
      return Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
    } catch (NumberFormatException e) {
      fault(shown(), "0..4294967295");
      return 0;
    }
  }

  boolean isNull() {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  String shown() {
    return switch (node) {
      case ScalarNode scalar -> scalar.getValue();
      case SequenceNode sequence -> "a list";
      default -> "an object";
    };
  }

  private String step(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
