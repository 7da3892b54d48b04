package mesh.proxy.format.operator;

import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * An operator as written.
 *
 * @param field path to the format
 * @param format the whole of it
 * @param position of the percent sign that starts the operator
 * @param argument what is between parentheses; null if there are none
 * @param maxLength most characters printed; {@link #UNLIMITED} if none is given
 */
public record OperatorCall(
    String field,
    String format,
    int position,
    String name,
    @Nullable String argument,
    int maxLength) {

  public static final int UNLIMITED = -1;

  /** A fault in this operator. */
  InvalidConfigException wrong(String expected) {
    return new InvalidConfigException(
        field, format, expected + ", in %" + name + "% at position " + position);
  }

  /** The argument; a fault if there is none. */
  String required(String meaning) {
    if (argument == null || argument.isEmpty()) {
      throw wrong("(" + meaning + ") behind the name");
    }
    return argument;
  }

  /** The argument; empty if there is none. */
  String optional() {
    return argument == null ? "" : argument;
  }

  void requireNoArgument() {
    if (argument != null) {
      throw wrong("no argument");
    }
  }

  void requireNoLength() {
    if (maxLength != UNLIMITED) {
      throw wrong("no length");
    }
  }
}
