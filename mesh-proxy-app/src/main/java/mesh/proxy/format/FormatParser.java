package mesh.proxy.format;

import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.format.operator.Literal;
import mesh.proxy.format.operator.Operator;
import mesh.proxy.format.operator.OperatorCall;
import mesh.proxy.format.operator.Operators;

/** Cuts a format into literals and operators; one use. */
final class FormatParser {

  private static final int MOST_LENGTH_DIGITS = 9;

  private final String field;
  private final String format;
  private final List<Operator> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int at;

  private FormatParser(String field, String format) {
    this.field = field;
    this.format = format;
  }

  static List<Operator> parse(String field, String format) {
    return new FormatParser(field, format).parse();
  }

  private List<Operator> parse() {
    while (at < format.length()) {
      char letter = format.charAt(at);
      if (letter != '%') {
        literal.append(letter);
        at++;
      } else if (format.startsWith("%%", at)) {
        literal.append('%');
        at += 2;
      } else {
        flush();
        parts.add(Operators.of(call()));
      }
    }
    flush();
    return parts;
  }

  private OperatorCall call() {
    int start = at;
    int nameEnd = start + 1;
    while (nameEnd < format.length() && isNameLetter(format.charAt(nameEnd))) {
      nameEnd++;
    }
    if (nameEnd == start + 1) {
      throw wrong(start, "an operator's name of A-Z, 0-9 and _ behind %, or %% for a percent sign");
    }
    String name = format.substring(start + 1, nameEnd);
    String argument = null;
    int tail = nameEnd;
    if (tail < format.length() && format.charAt(tail) == '(') {
      int close = argumentEnd(tail + 1);
      if (close < 0) {
        throw wrong(start, "%" + name + "(...)% with its parenthesis and % closed");
      }
      argument = format.substring(tail + 1, close);
      tail = close + 1;
    }
    int end = tailEnd(tail);
    if (end < 0) {
      throw wrong(
          start,
          "% behind %"
              + name
              + (argument == null ? "" : "(...)")
              + ", or a length such as :10 and %");
    }
    at = end;
    return new OperatorCall(field, format, start, name, argument, length(tail, end));
  }

  // The first parenthesis that an end of the operator follows: arguments may have others in them.
  private int argumentEnd(int from) {
    for (int close = format.indexOf(')', from);
        close >= 0;
        close = format.indexOf(')', close + 1)) {
      if (tailEnd(close + 1) >= 0) {
        return close;
      }
    }
    return -1;
  }

  // Index behind "%" or ":123%"; -1 if neither is there.
  private int tailEnd(int from) {
    int end = from;
    if (end < format.length() && format.charAt(end) == ':') {
      end++;
      int digits = end;
      while (end < format.length() && Character.isDigit(format.charAt(end))) {
        end++;
      }
      if (end == digits || end - digits > MOST_LENGTH_DIGITS) {
        return -1;
      }
    }
    return end < format.length() && format.charAt(end) == '%' ? end + 1 : -1;
  }

  private int length(int tail, int end) {
    return end - tail == 1
        ? OperatorCall.UNLIMITED
        : Integer.parseInt(format, tail + 1, end - 1, 10);
  }

  private void flush() {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private InvalidConfigException wrong(int position, String expected) {
    return new InvalidConfigException(field, format, expected + ", at position " + position);
  }

  private static boolean isNameLetter(char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_';
  }
}
