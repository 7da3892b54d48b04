package mesh.proxy.format.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints JSON: no spaces, keys sorted. */
public final class JsonText {

  private static final String HEX = "0123456789abcdef";
  private static final double WHOLE = 1L << 53; // whole doubles below it print as integers

  private JsonText() {}

  /** A value of {@code google.protobuf.Struct}; any other object as its text. */
  public static void print(@Nullable Object value, StringBuilder to) {
    switch (value) {
      case null -> to.append("null");
      case Boolean flag -> to.append(flag.booleanValue());
      case Double number -> print(number.doubleValue(), to);
      case Number number -> to.append(number);
      case Map<?, ?> object -> printObject(object, to);
      case List<?> list -> printList(list, to);
      default -> printString(value.toString(), to);
    }
  }

  /** A string in quotes. */
  public static void printString(CharSequence text, StringBuilder to) {
    to.append('"');
    int copied = 0;
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '"' || letter == '\\' || letter < ' ' || letter == 0x7f) {
        to.append(text, copied, at);
        escape(letter, to);
        copied = at + 1;
      }
    }
    to.append(text, copied, text.length()).append('"');
  }

  private static void escape(char letter, StringBuilder to) {
    switch (letter) {
      case '"' -> to.append("\\\"");
      case '\\' -> to.append("\\\\");
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      case '\b' -> to.append("\\b");
      case '\f' -> to.append("\\f");
      default ->
          to.append("\\u00").append(HEX.charAt(letter >> 4)).append(HEX.charAt(letter & 0xf));
    }
  }

  private static void print(double number, StringBuilder to) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      printString(Double.toString(number), to); // JSON has no such numbers
    } else if (number == Math.rint(number) && Math.abs(number) < WHOLE) {
      to.append((long) number);
    } else {
      to.append(number);
    }
  }

  private static void printObject(Map<?, ?> object, StringBuilder to) {
    var sorted = new TreeMap<String, @Nullable Object>();
    object.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    to.append('{');
    boolean first = true;
    for (var entry : sorted.entrySet()) {
      if (!first) {
        to.append(',');
      }
      first = false;
      printString(entry.getKey(), to);
      to.append(':');
      print(entry.getValue(), to);
    }
    to.append('}');
  }

  private static void printList(List<?> list, StringBuilder to) {
    to.append('[');
    for (int at = 0; at < list.size(); at++) {
      if (at > 0) {
        to.append(',');
      }
      print(list.get(at), to);
    }
    to.append(']');
  }
}
