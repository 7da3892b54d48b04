package mesh.proxy.config.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import io.envoyproxy.pgv.validate.Validate;
import org.jspecify.annotations.Nullable;

/** What a string must be. Immutable. */
final class TextRule implements ValueRule {

  private final Validate.StringRules rules;
  private final @Nullable Pattern pattern;
  private final @Nullable TextFormat format;

  TextRule(Validate.StringRules rules) {
    this.rules = rules;
    this.pattern = rules.hasPattern() ? Pattern.compile(rules.getPattern()) : null;
    this.format = TextFormat.of(rules);
  }

  @Override
  public @Nullable String refusal(Object value) {
    var text = (String) value;
    if (text.isEmpty() && rules.getIgnoreEmpty()) {
      return null;
    }
    String size = characters(text);
    size = size == null ? bytes(text) : size;
    String content = size == null ? content(text) : size;
    return content == null ? listed(text) : content;
  }

  private @Nullable String characters(String text) {
    int length = text.codePointCount(0, text.length());
    if (rules.hasLen() && length != rules.getLen()) {
      return "a text of " + rules.getLen() + " characters";
    }
    if (length < rules.getMinLen()) {
      return rules.getMinLen() == 1
          ? "a non-empty text"
          : "a text of at least " + rules.getMinLen() + " characters";
    }
    return rules.hasMaxLen() && length > rules.getMaxLen()
        ? "a text of at most " + rules.getMaxLen() + " characters"
        : null;
  }

  private @Nullable String bytes(String text) {
    if (!rules.hasLenBytes() && !rules.hasMinBytes() && !rules.hasMaxBytes()) {
      return null;
    }
    int bytes = text.getBytes(UTF_8).length;
    if (rules.hasLenBytes() && bytes != rules.getLenBytes()) {
      return "a text of " + rules.getLenBytes() + " bytes";
    }
    if (bytes < rules.getMinBytes()) {
      return rules.getMinBytes() == 1
          ? "a non-empty text"
          : "a text of at least " + rules.getMinBytes() + " bytes";
    }
    return rules.hasMaxBytes() && bytes > rules.getMaxBytes()
        ? "a text of at most " + rules.getMaxBytes() + " bytes"
        : null;
  }

  private @Nullable String content(String text) {
    if (format != null && !format.fits(text)) {
      return format.expected();
    }
    if (pattern != null && !pattern.matcher(text).find()) {
      return "a text that matches " + rules.getPattern();
    }
    if (!text.startsWith(rules.getPrefix())) {
      return "a text that starts with " + rules.getPrefix();
    }
    if (!text.endsWith(rules.getSuffix())) {
      return "a text that ends with " + rules.getSuffix();
    }
    if (!text.contains(rules.getContains())) {
      return "a text that contains " + rules.getContains();
    }
    return rules.hasNotContains() && text.contains(rules.getNotContains())
        ? "a text that does not contain " + rules.getNotContains()
        : null;
  }

  private @Nullable String listed(String text) {
    if (rules.hasConst() && !text.equals(rules.getConst())) {
      return rules.getConst();
    }
    if (rules.getInCount() > 0 && !rules.getInList().contains(text)) {
      return "one of " + String.join(", ", rules.getInList());
    }
    return rules.getNotInList().contains(text)
        ? "none of " + String.join(", ", rules.getNotInList())
        : null;
  }
}
