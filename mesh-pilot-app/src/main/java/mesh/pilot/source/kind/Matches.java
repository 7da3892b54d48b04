package mesh.pilot.source.kind;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.StringMatch;

/** Reads {@code StringMatch}. */
final class Matches {

  private static final java.util.regex.Pattern ESCAPE =
      java.util.regex.Pattern.compile("\\\\(.?)", java.util.regex.Pattern.DOTALL);

  private Matches() {}

  /** One of exact, prefix and regex; nothing at all means that anything will do. */
  static StringMatch read(Element element) {
    Fields fields = element.fields();
    String which = fields.atMostOne("exact", "prefix", "regex");
    fields.end();
    if (which == null) {
      return new StringMatch.Present();
    }
    String text = fields.text(which, "");
    return switch (which) {
      case "exact" -> new StringMatch.Exact(text);
      case "prefix" -> {
        if (text.isEmpty()) {
          fields.missing("prefix", "a text that is not empty");
        }
        yield new StringMatch.Prefix(text);
      }
      default -> new StringMatch.Regex(regex(fields, "regex"));
    };
  }

  /** One of exact, prefix and regex. */
  static StringMatch text(Element element) {
    StringMatch match = read(element);
    if (match instanceof StringMatch.Present) {
      element.fault("{}", "exact, prefix or regex");
    }
    return match;
  }

  /** What matches of a regular expression are replaced by: {@code \\1} is its first group. */
  static String substitution(Fields fields, String name, String regex) {
    String text = fields.text(name, "");
    Matcher escape = ESCAPE.matcher(text);
    while (escape.find()) {
      String what = escape.group(1);
      boolean isGroup = what.matches("[0-9]") && Integer.parseInt(what) <= groups(regex);
      if (!isGroup && !what.equals("\\")) {
        fields.missing(name, "a text with groups of the match, \\0 to \\" + groups(regex));
        break;
      }
    }
    return text;
  }

  private static int groups(String regex) {
    try {
      return Pattern.compile(regex).groupCount();
    } catch (PatternSyntaxException e) {
      return 0; // it is told already
    }
  }

  /** A regular expression that compiles. */
  static String regex(Fields fields, String name) {
    String text = fields.text(name, "");
    if (text.isEmpty()) {
      fields.missing(name, "a regular expression (RE2) that is not empty");
    }
    try {
      Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      fields.missing(name, "a regular expression (RE2): " + e.getDescription());
    }
    return text;
  }
}
