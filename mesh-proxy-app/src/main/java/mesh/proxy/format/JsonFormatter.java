package mesh.proxy.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.config.InvalidConfigException;
import mesh.proxy.format.operator.Literal;
import mesh.proxy.format.operator.Operator;
import mesh.proxy.format.text.JsonText;
import mesh.proxy.format.text.Scratch;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object with operators in its strings, on one line that ends with a newline. Keys are
 * sorted. A string that is one operator alone has that operator's type: a number stays a number, a
 * missing value is null. Immutable.
 */
public final class JsonFormatter implements Formatter {

  private final Node root;
  private final boolean omitEmpty;

  private JsonFormatter(Node root, boolean omitEmpty) {
    this.root = root;
    this.omitEmpty = omitEmpty;
  }

  /**
   * Compiles a format.
   *
   * @param format values as in {@code google.protobuf.Struct}
   * @param missing {@link TextFormatter.Missing#NOTHING} leaves out what a request does not have,
   *     keys included
   * @throws InvalidConfigException naming {@code field}, the key and the position
   */
  public static JsonFormatter of(
      String field, Map<String, Object> format, TextFormatter.Missing missing) {
    return new JsonFormatter(
        node(field, format, missing), missing == TextFormatter.Missing.NOTHING);
  }

  @Override
  public void print(StreamInfo info, StringBuilder to) {
    if (!root.print(info, to, omitEmpty)) {
      to.append("{}");
    }
    to.append('\n');
  }

  private static Node node(String field, Object value, TextFormatter.Missing missing) {
    return switch (value) {
      case String text -> string(field, text, missing);
      case Map<?, ?> map -> {
        var members = new TreeMap<String, Node>();
        map.forEach(
            (key, member) ->
                members.put(String.valueOf(key), nullable(field + "." + key, member, missing)));
        yield new JsonObject(members);
      }
      case List<?> list -> {
        var elements = new ArrayList<Node>();
        for (int at = 0; at < list.size(); at++) {
          elements.add(nullable(field + "[" + at + "]", list.get(at), missing));
        }
        yield new JsonList(List.copyOf(elements));
      }
      default -> constant(value);
    };
  }

  private static Node nullable(
      String field, @Nullable Object value, TextFormatter.Missing missing) {
    return value == null ? constant(null) : node(field, value, missing);
  }

  private static Node constant(@Nullable Object value) {
    var json = new StringBuilder();
    JsonText.print(value, json);
    return new Constant(json.toString());
  }

  private static Node string(String field, String text, TextFormatter.Missing missing) {
    List<Operator> parts = FormatParser.parse(field, text);
    if (parts.isEmpty()) {
      return constant("");
    }
    if (parts.size() > 1) {
      return new Text(TextFormatter.of(field, text, missing));
    }
    return switch (parts.getFirst()) {
      case Literal(String literal) -> constant(literal);
      case Operator operator -> new Value(operator);
    };
  }

  /** A part of the object. */
  private sealed interface Node {

    /** False, and nothing appended, if there is no value and such are left out. */
    boolean print(StreamInfo info, StringBuilder to, boolean omitEmpty);
  }

  /** The same for all requests. */
  private record Constant(String json) implements Node {

    @Override
    public boolean print(StreamInfo info, StringBuilder to, boolean omitEmpty) {
      to.append(json);
      return true;
    }
  }

  /** A string of operators and text. */
  private record Text(TextFormatter formatter) implements Node {

    @Override
    public boolean print(StreamInfo info, StringBuilder to, boolean omitEmpty) {
      StringBuilder scratch = Scratch.borrow();
      try {
        formatter.print(info, scratch);
        JsonText.printString(scratch, to);
      } finally {
        Scratch.giveBack(scratch);
      }
      return true;
    }
  }

  /** One operator. */
  private record Value(Operator operator) implements Node {

    @Override
    public boolean print(StreamInfo info, StringBuilder to, boolean omitEmpty) {
      boolean printed = operator.isJson() ? operator.printJson(info, to) : printString(info, to);
      if (!printed && !omitEmpty) {
        to.append("null");
      }
      return printed || !omitEmpty;
    }

    private boolean printString(StreamInfo info, StringBuilder to) {
      StringBuilder scratch = Scratch.borrow();
      try {
        boolean printed = operator.print(info, scratch);
        if (printed) {
          JsonText.printString(scratch, to);
        }
        return printed;
      } finally {
        Scratch.giveBack(scratch);
      }
    }
  }

  /** Members with sorted keys. */
  private static final class JsonObject implements Node {

    private final String[] keys; // quoted, with the colon
    private final Node[] values; // 1:1 with keys

    JsonObject(SortedMap<String, Node> members) {
      keys = members.keySet().stream().map(JsonObject::quoted).toArray(String[]::new);
      values = members.values().toArray(Node[]::new);
    }

    private static String quoted(String key) {
      var text = new StringBuilder();
      JsonText.printString(key, text);
      return text.append(':').toString();
    }

    @Override
    public boolean print(StreamInfo info, StringBuilder to, boolean omitEmpty) {
      int start = to.length();
      to.append('{');
      boolean any = false;
      for (int at = 0; at < keys.length; at++) {
        int before = to.length();
        if (any) {
          to.append(',');
        }
        to.append(keys[at]);
        if (values[at].print(info, to, omitEmpty)) {
          any = true;
        } else {
          to.setLength(before);
        }
      }
      if (omitEmpty && !any && keys.length > 0) {
        to.setLength(start);
        return false;
      }
      to.append('}');
      return true;
    }
  }

  /** Elements in order. */
  private record JsonList(List<Node> elements) implements Node {

    @Override
    public boolean print(StreamInfo info, StringBuilder to, boolean omitEmpty) {
      to.append('[');
      boolean any = false;
      for (int at = 0; at < elements.size(); at++) {
        int before = to.length();
        if (any) {
          to.append(',');
        }
        if (elements.get(at).print(info, to, omitEmpty)) {
          any = true;
        } else {
          to.setLength(before);
        }
      }
      to.append(']');
      return true;
    }
  }
}
