package mesh.pilot.document;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import mesh.config.Suggestion;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The fields of one object. Whoever reads asks for each field that it honours and calls {@link
 * #end} at last; what nobody asked for is refused by name. Confined to one thread.
 *
 * <p>Names are the camel case ones of Istio's documentation; as in Protobuf's JSON, snake case is
 * taken as well.
 */
public final class Fields {

  private final Element self;
  private final Problems problems;
  private final Map<String, Element> byName = new LinkedHashMap<>();
  private final Map<String, Element> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Fields(Element self, @Nullable MappingNode node, Problems problems) {
    this.self = self;
    this.problems = problems;
    if (node != null) {
      node.getValue().forEach(this::add);
    }
  }

  private void add(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      self.fault("a key that is no text", "a name");
      return;
    }
    String name = key.getValue();
    Element value = self.child(name, tuple.getValueNode());
    if (byName.put(name, value) != null) {
      value.fault(name, "each name once");
    }
    keys.put(name, self.child(name, key));
  }

  public Element self() {
    return self;
  }

  /** Whether the field is there and not null; it counts as read. */
  public boolean has(String name) {
    return get(name) != null;
  }

  /** The field; null if it is missing or null. */
  public @Nullable Element get(String name) {
    asked.add(name);
    asked.add(snake(name));
    Element found = find(name);
    return found == null || found.isNull() ? null : found;
  }

  private @Nullable Element find(String name) {
    Element found = byName.get(name);
    return found == null ? byName.get(snake(name)) : found;
  }

  /** A text that must be there and not empty. */
  public String required(String name) {
    Element element = get(name);
    String text = element == null ? "" : element.text();
    if (text.isEmpty()) {
      missing(name, "a text that is not empty");
    }
    return text;
  }

  /** A text; {@code otherwise} if it is missing. */
  public String text(String name, String otherwise) {
    Element element = get(name);
    return element == null ? otherwise : element.text();
  }

  public boolean flag(String name) {
    Element element = get(name);
    if (element == null) {
      return false;
    }
    String text = element.scalar();
    if (text == null || !text.equals("true") && !text.equals("false")) {
      element.fault(element.shown(), "true or false");
    }
    return "true".equals(text);
  }

  /**
   * A whole number; null if it is missing.
   *
   * @param least included
   * @param most included
   */
  public @Nullable Integer integer(String name, int least, int most) {
    Element element = get(name);
    return element == null ? null : Scalars.integer(element, least, most);
  }

  /** A whole number, at least {@code least}; {@code otherwise} if it is missing. */
  public int integer(String name, int least, int most, int otherwise) {
    Integer number = integer(name, least, most);
    return number == null ? otherwise : number;
  }

  /** A number from 0 to 100; null if it is missing. */
  public @Nullable Double percent(String name) {
    Element element = get(name);
    return element == null ? null : Scalars.percent(element);
  }

  /** A duration as {@code 1.5s}, at least a millisecond; null if it is missing. */
  public java.time.@Nullable Duration duration(String name) {
    Element element = get(name);
    return element == null ? null : Scalars.duration(element);
  }

  /** One of the names of an enum; {@code otherwise} if it is missing. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    Element element = get(name);
    if (element == null) {
      return otherwise;
    }
    String text = element.text();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    element.fault(
        text, Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(joining(", ")));
    return otherwise;
  }

  /** An object, read by {@code reader}; null if it is missing. */
  public <T> @Nullable T object(String name, Function<Fields, T> reader) {
    Element element = get(name);
    return element == null ? null : read(element, reader);
  }

  /** A list of objects; empty if it is missing. */
  public <T> List<T> objects(String name, Function<Fields, T> reader) {
    return list(name, element -> read(element, reader));
  }

  /** A list of whatever {@code reader} makes of an element; empty if it is missing. */
  public <T> List<T> list(String name, Function<Element, T> reader) {
    Element element = get(name);
    if (element == null) {
      return List.of();
    }
    List<T> values = new ArrayList<>();
    element.list().forEach(one -> values.add(reader.apply(one)));
    return List.copyOf(values);
  }

  /** A list of texts; empty if it is missing. */
  public List<String> texts(String name) {
    return list(name, Element::text);
  }

  /** A map from names to whatever {@code reader} makes of the values; empty if it is missing. */
  public <T> Map<String, T> map(String name, Function<Element, T> reader) {
    Element element = get(name);
    if (element == null) {
      return Map.of();
    }
    Fields fields = element.fields();
    Map<String, T> values = new LinkedHashMap<>();
    fields.byName.forEach((key, value) -> values.put(key, reader.apply(value)));
    return java.util.Collections.unmodifiableMap(values);
  }

  /** A map from names to texts. */
  public Map<String, String> textMap(String name) {
    return map(name, Element::text);
  }

  /** Refuses to have more than one of these fields, and returns the one there is; else null. */
  public @Nullable String atMostOne(String... names) {
    List<String> set = Arrays.stream(names).filter(this::has).toList();
    if (set.size() > 1) {
      self.fault(String.join(" and ", set), "one of them");
    }
    return set.isEmpty() ? null : set.getFirst();
  }

  /** Tells that a field must be there. */
  public void missing(String name, String expected) {
    Element element = find(name);
    Place place = element == null ? self.place() : element.place();
    String step = self.path().isEmpty() ? name : self.path() + "." + name;
    problems.fault(place, step, element == null ? null : element.shown(), expected);
  }

  /** Refuses the fields that nobody asked for. Every reader of an object ends with this. */
  public void end() {
    List<String> known = asked.stream().filter(one -> !one.contains("_")).toList();
    byName.forEach(
        (name, value) -> {
          if (!asked.contains(name)) {
            String names = String.join(", ", known) + Suggestion.hint(name, known);
            problems.fault(
                keys.getOrDefault(name, self).place(),
                value.path(),
                value.shown(),
                "a field that we support: " + names);
          }
        });
  }

  private static <T> T read(Element element, Function<Fields, T> reader) {
    Fields fields = element.fields();
    T value = reader.apply(fields);
    fields.end();
    return value;
  }

  private static String snake(String camel) {
    var text = new StringBuilder();
    for (int at = 0; at < camel.length(); at++) {
      char c = camel.charAt(at);
      if (Character.isUpperCase(c)) {
        text.append('_');
      }
      text.append(c);
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }
}
