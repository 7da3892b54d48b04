package mesh.proxy.route.match;

import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;

/** Turns a template into a regular expression; one use. */
final class UriTemplateParser {

  private static final int MOST_VARIABLES = 5;
  private static final int LONGEST_NAME = 16;
  private static final String OTHER_LITERALS =
      "-._~%!$&'()+,;:@"; // pchar of RFC 3986, without * and =
  private static final String SEGMENT = "[a-zA-Z0-9\\-._~%!$&'()+,;:@=*]+";
  private static final String SEGMENTS = "[a-zA-Z0-9\\-._~%!$&'()+,;:@=*/]*";

  private final String field;
  private final String template;
  private final List<String> variables = new ArrayList<>();
  private final StringBuilder regex = new StringBuilder();
  private boolean anySegmentsSeen;
  private int at;

  UriTemplateParser(String field, String template) {
    this.field = field;
    this.template = template;
  }

  /** Names in the order of the template. */
  List<String> variables() {
    return variables;
  }

  String regex() {
    require(template.startsWith("/"), "a path that starts with a slash");
    while (at < template.length()) {
      require(template.charAt(at) == '/', "literal text after an operator to end the template");
      regex.append('/');
      at++;
      if (at == template.length()) {
        break;
      }
      segment();
      suffix();
    }
    return regex.toString();
  }

  private void segment() {
    switch (template.charAt(at)) {
      case '*' -> operator();
      case '{' -> variable();
      default -> literal(template.length());
    }
  }

  // Text right behind an operator or a variable; it ends the template.
  private void suffix() {
    if (at < template.length() && template.charAt(at) != '/') {
      literal(template.length());
      require(at == template.length(), "literal text after an operator to end the template");
    }
  }

  private void variable() {
    int close = template.indexOf('}', at);
    require(close > 0, "a } for every {");
    int equals = template.indexOf('=', at);
    boolean implicit = equals < 0 || equals > close;
    String name = template.substring(at + 1, implicit ? close : equals);
    addVariable(name);
    regex.append("(?P<").append(name).append('>');
    if (implicit) {
      require(!anySegmentsSeen, "no operator after **");
      regex.append(SEGMENT);
    } else {
      at = equals + 1;
      variablePattern(close);
    }
    regex.append(')');
    at = close + 1;
  }

  private void variablePattern(int close) {
    require(at < close, "a pattern after =");
    while (true) {
      if (template.charAt(at) == '*') {
        operator();
      } else {
        literal(close);
      }
      if (at >= close) {
        return;
      }
      require(
          template.charAt(at) == '/' && at + 1 < close, "segments between slashes inside of {}");
      regex.append('/');
      at++;
    }
  }

  private void operator() {
    require(!anySegmentsSeen, "no operator after **");
    if (template.startsWith("**", at)) {
      anySegmentsSeen = true;
      regex.append(SEGMENTS);
      at += 2;
    } else {
      regex.append(SEGMENT);
      at++;
    }
  }

  private void literal(int end) {
    int start = at;
    while (at < end && template.charAt(at) != '/') {
      char letter = template.charAt(at);
      require(isLiteral(letter), "characters of a path only, not '" + letter + "'");
      if ("$()+.".indexOf(letter) >= 0) {
        regex.append('\\');
      }
      regex.append(letter);
      at++;
    }
    require(at > start, "no empty segments");
  }

  private void addVariable(String name) {
    require(
        isName(name),
        "variables that start with a letter and have 1 to 16 letters, digits and underscores");
    require(!variables.contains(name), "variables with different names");
    require(variables.size() < MOST_VARIABLES, "at most " + MOST_VARIABLES + " variables");
    variables.add(name);
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || !isLetter(name.charAt(0))) {
      return false;
    }
    return name.chars()
        .allMatch(each -> isLetter((char) each) || (each >= '0' && each <= '9') || each == '_');
  }

  private static boolean isLetter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  }

  static boolean isLiteral(char letter) {
    return isLetter(letter)
        || (letter >= '0' && letter <= '9')
        || OTHER_LITERALS.indexOf(letter) >= 0;
  }

  private void require(boolean valid, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, template, expected);
    }
  }
}
