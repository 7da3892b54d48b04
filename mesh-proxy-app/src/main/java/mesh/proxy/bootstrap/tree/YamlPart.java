package mesh.proxy.bootstrap.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.boot.origin.TextResourceOrigin;

/**
 * Copies what stands below one property out of a YAML file.
 *
 * @param file as it is told in front of a line number
 */
record YamlPart(String file, String text) {

  private static final String MERGE = "<<";

  /**
   * Copies a part of one document of the file.
   *
   * @param property its name, however the file spreads it over keys: {@code a.b.c}
   * @param line where the part has a value, from 0: tells the document
   * @param plain reads a text without quotes
   */
  void copy(String property, int line, PlacedTree target, Function<String, ?> plain) {
    try {
      Node found = null;
      for (Node document : new Compose(LoadSettings.builder().build()).composeAllFromString(text)) {
        if (found == null || line(document) <= line) {
          found = document;
        }
      }
      if (found != null) {
        new Copying(target, plain).below(found, property, List.of());
      }
    } catch (YamlEngineException e) {
      throw new InvalidConfigException("", e.getMessage(), "YAML 1.2").at(file);
    }
  }

  static String place(String file, TextResourceOrigin origin) {
    return origin.getLocation() == null ? file : file + ":" + (origin.getLocation().getLine() + 1);
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0);
  }

  private final class Copying {

    private final PlacedTree target;
    private final Function<String, ?> plain;

    Copying(PlacedTree target, Function<String, ?> plain) {
      this.target = target;
      this.plain = plain;
    }

    // The keys on the way may hold several names of the property, or run past its end.
    void below(Node node, String property, List<Object> steps) {
      if (!(node instanceof MappingNode mapping)) {
        return;
      }
      for (NodeTuple entry : mapping.getValue()) {
        String key = key(entry);
        if (key.equals(property)) {
          value(entry.getValueNode(), steps, place(entry.getKeyNode()));
        } else if (property.startsWith(key + ".")) {
          below(entry.getValueNode(), property.substring(key.length() + 1), steps);
        } else if (key.startsWith(property + ".") || key.startsWith(property + "[")) {
          List<Object> more = new ArrayList<>(steps);
          more.addAll(PropertyNames.steps(key.substring(property.length())));
          value(entry.getValueNode(), more, place(entry.getKeyNode()));
        }
      }
    }

    private void value(Node node, List<Object> steps, String place) {
      switch (node) {
        case MappingNode mapping -> mapping(mapping, steps, place);
        case SequenceNode sequence -> sequence(sequence, steps, place);
        case ScalarNode scalar when steps.isEmpty() ->
            throw new InvalidConfigException(BootstrapTree.PREFIX, scalar.getValue(), "a mapping")
                .at(place);
        case ScalarNode scalar -> target.put(steps, scalar(scalar), place);
        default -> throw new IllegalStateException("no YAML node: " + node.getClass());
      }
    }

    private void mapping(MappingNode mapping, List<Object> steps, String place) {
      if (!steps.isEmpty()) {
        target.putMap(steps, place);
      }
      for (NodeTuple entry : mapping.getValue()) {
        if (key(entry).equals(MERGE)) {
          merged(entry.getValueNode(), steps, place);
        }
      }
      for (NodeTuple entry : mapping.getValue()) {
        if (!key(entry).equals(MERGE)) {
          value(entry.getValueNode(), with(steps, key(entry)), place(entry.getKeyNode()));
        }
      }
    }

    // The first of several merged mappings is the strongest.
    private void merged(Node node, List<Object> steps, String place) {
      if (node instanceof SequenceNode sequence) {
        sequence.getValue().reversed().forEach(one -> merged(one, steps, place));
      } else if (node instanceof MappingNode mapping) {
        mapping(mapping, steps, place);
      }
    }

    private void sequence(SequenceNode sequence, List<Object> steps, String place) {
      target.put(steps, new ArrayList<>(), place);
      int index = 0;
      for (Node element : sequence.getValue()) {
        value(element, with(steps, index++), place(element));
      }
    }

    private @Nullable Object scalar(ScalarNode scalar) {
      Object read = plain.apply(scalar.getValue());
      return scalar.getScalarStyle() == ScalarStyle.PLAIN ? read : text(read);
    }

    private String text(Object read) {
      return read instanceof mesh.proxy.config.yaml.PlainText unquoted
          ? unquoted.text()
          : read.toString();
    }

    private String place(Node node) {
      return file + ":" + (line(node) + 1);
    }

    private String key(NodeTuple entry) {
      return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }

    private List<Object> with(List<Object> steps, Object step) {
      List<Object> longer = new ArrayList<>(steps);
      longer.add(step);
      return longer;
    }
  }
}
