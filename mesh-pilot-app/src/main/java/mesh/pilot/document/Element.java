package mesh.pilot.document;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a document: where it is, and what it is. Wrong values are told to the {@link
 * Problems} and read as something harmless. Confined to one thread.
 */
public final class Element {

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
        name.matches("[\\w-]+") ? (path.isEmpty() ? "" : ".") + name : "[\"" + name + "\"]";
    return new Element(value, path + step, source, problems);
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
