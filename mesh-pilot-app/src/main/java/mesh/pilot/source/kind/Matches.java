package mesh.pilot.source.kind;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.StringMatch;

/** Reads {@code StringMatch}. */
final class Matches {

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

  /** A regular expression that compiles. */
  static String regex(Fields fields, String name) {
    String text = fields.text(name, "");
    try {
      Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      fields.missing(name, "a regular expression (RE2): " + e.getDescription());
    }
    return text;
  }
}
