package mesh.proxy.admin.dump;

/** Puts line breaks into JSON as Envoy does: an element a line, one space a level. */
final class IndentedJson {

  private final String json;
  private final StringBuilder out;
  private int level;

  private IndentedJson(String json) {
    this.json = json;
    this.out = new StringBuilder(json.length() * 2);
  }

  /**
   * The same document with a line break at its end.
   *
   * @param json valid, and without white space between its tokens
   */
  static String of(String json) {
    var indented = new IndentedJson(json);
    indented.write();
    return indented.out.append('\n').toString();
  }

  private void write() {
    for (int at = 0; at < json.length(); at++) {
      char letter = json.charAt(at);
      switch (letter) {
        case '"' -> at = copyString(at);
        case '{', '[' -> {
          out.append(letter);
          if (isClosing(json.charAt(at + 1))) {
            out.append(json.charAt(++at));
          } else {
            level++;
            breakLine();
          }
        }
        case '}', ']' -> {
          level--;
          breakLine();
          out.append(letter);
        }
        case ',' -> {
          out.append(letter);
          breakLine();
        }
        case ':' -> out.append(": ");
        case '.' -> at = copyFraction(at);
        default -> out.append(letter);
      }
    }
  }

  /** Returns the index of the quote at the end. */
  private int copyString(int from) {
    int end = from + 1;
    while (json.charAt(end) != '"') {
      end += json.charAt(end) == '\\' ? 2 : 1;
    }
    out.append(json, from, end + 1);
    return end;
  }

  /** Leaves out a fraction that is nothing: of whole numbers Java writes {@code 1.0}, Envoy 1. */
  private int copyFraction(int from) {
    if (json.charAt(from + 1) == '0' && !Character.isDigit(json.charAt(from + 2))) {
      return from + 1;
    }
    out.append('.');
    return from;
  }

  private void breakLine() {
    out.append('\n').repeat(' ', level);
  }

  private static boolean isClosing(char letter) {
    return letter == '}' || letter == ']';
  }
}
