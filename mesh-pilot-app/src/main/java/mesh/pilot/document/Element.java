package mesh.pilot.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a document: where it is, and what it is. Wrong values are told to the {@link
 * Problems} and read as something harmless. Confined to one thread.
 */
public final class Element {

  private static final Pattern PLAIN = Pattern.compile("[\\w-]+");

  private final Node node;
  private final String path;
  private final String source;
  private final Problems problems;

  Element(Node node, String path, String source, Problems problems) {
    this.node = node;
    this.path = path;
    this.source = source;
    this.problems = problems;
  }

  public Place place() {
    return node.getStartMark()
        .map(mark -> new Place(source, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Place(source, 0, 0));
  }

  Node node() {
    return node;
  }

  /** The documents of a {@code List}; of any other document, itself. */
  List<Element> items() {
    if (peek("kind").equals("List")
        && node instanceof MappingNode mapping
        && value(mapping, "items") instanceof SequenceNode items) {
      return items.getValue().stream().map(one -> new Element(one, "", source, problems)).toList();
    }
    return List.of(this);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Where those values stand that analysis speaks of. */
  public Places places() {
    return PlaceCollector.of(this);
  }

  /** The faults that are told from here on are faults of this resource. */
  public void isResource(String resource) {
    problems.reading(resource);
  }

  /**
   * A scalar inside, without a word if it is not there.
   *
   * @param steps names of fields
   * @return empty if there is none
   */
  public String peek(String... steps) {
    Node at = node;
    for (String step : steps) {
      at = at instanceof MappingNode mapping ? value(mapping, step) : null;
    }
    return at instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? scalar.getValue()
        : "";
  }

  private static @Nullable Node value(MappingNode mapping, String name) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
        return tuple.getValueNode();
      }
    }
    return null;
  }

  /** Path from the document: {@code spec.http[0].match}. */
  public String path() {
    return path;
  }

  /** Tells that this value is not what it should be. */
  public void fault(@Nullable Object value, String expected) {
    problems.fault(place(), path, value, expected);
  }

  /** Whether it is {@code null}, or nothing at all: {@code http:}. */
  public boolean isNull() {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  /** Any scalar as text; a number is the text of its digits. */
  public String text() {
    if (node instanceof ScalarNode scalar && !isNull()) {
      return scalar.getValue();
    }
    fault(shown(), "a text");
    return "";
  }

  /** The scalar if it is one, else null; never a fault. */
  @Nullable String scalar() {
    return node instanceof ScalarNode scalar && !isNull() ? scalar.getValue() : null;
  }

  /** A map; empty if it is something else. */
  public Fields fields() {
    if (node instanceof MappingNode mapping) {
      return new Fields(this, mapping, problems);
    }
    if (!isNull()) {
      fault(shown(), "an object");
    }
    return new Fields(this, null, problems);
  }

  /** The elements of a list; none if it is something else. */
  public List<Element> list() {
    if (node instanceof SequenceNode sequence) {
      List<Node> nodes = sequence.getValue();
      return java.util.stream.IntStream.range(0, nodes.size())
          .mapToObj(at -> new Element(nodes.get(at), path + "[" + at + "]", source, problems))
          .toList();
    }
    if (!isNull()) {
      fault(shown(), "a list");
    }
    return List.of();
  }

  /** The fields of an object that is not there. */
  public Fields nothing(String name) {
    return new Fields(child(name, node), null, problems);
  }

  Element child(String name, Node value) {
    String step =
        PLAIN.matcher(name).matches() ? (path.isEmpty() ? "" : ".") + name : "[\"" + name + "\"]";
    return new Element(value, path + step, source, problems);
  }

  /**
   * The value with everything in it, as maps, lists, texts, truths, whole numbers and decimals;
   * null for null. Only of what was read without a fault, for it has an end.
   */
  public @Nullable Object value() {
    return switch (node) {
      case ScalarNode scalar -> scalarValue(scalar);
      case SequenceNode sequence -> {
        List<@Nullable Object> values = new ArrayList<>();
        list().forEach(one -> values.add(one.value()));
        yield values;
      }
      case MappingNode mapping -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key) {
            values.put(key.getValue(), child(key.getValue(), tuple.getValueNode()).value());
          }
        }
        yield values;
      }
      default -> null;
    };
  }

  /** Digits stay as they are: the version 1.10 is another than 1.1. */
  private static @Nullable Object scalarValue(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return text.equals("true");
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      try {
        return tag.equals(Tag.INT) ? new BigInteger(text) : new BigDecimal(text);
      } catch (NumberFormatException e) {
        return text; // .inf
      }
    }
    return text;
  }

  /** What stands there, for a message. */
  public String shown() {
    return switch (node) {
      case ScalarNode scalar -> scalar.getValue();
      case SequenceNode sequence -> "a list";
      default -> "an object";
    };
  }
}
