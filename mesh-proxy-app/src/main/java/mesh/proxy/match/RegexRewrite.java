package mesh.proxy.match;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;

/**
 * Replaces every match of an expression. Immutable.
 *
 * <p>The substitution is in RE2's words: {@code \1} is the first group, {@code \0} the whole match,
 * {@code \\} a backslash.
 */
public final class RegexRewrite {

  private final Regex regex;
  private final List<Piece> pieces;

  /** One part of a substitution. */
  private sealed interface Piece {

    record Text(String text) implements Piece {}

    record Group(int number) implements Piece {}
  }

  private RegexRewrite(Regex regex, List<Piece> pieces) {
    this.regex = regex;
    this.pieces = pieces;
  }

  /**
   * Compiles the substitution.
   *
   * @throws InvalidConfigException naming {@code field}, for a group that the expression does not
   *     have
   */
  public static RegexRewrite of(Regex regex, String field, String substitution) {
    var pieces = new ArrayList<Piece>();
    var text = new StringBuilder();
    int groups = regex.pattern().groupCount();
    int at = 0;
    while (at < substitution.length()) {
      char letter = substitution.charAt(at++);
      if (letter != '\\') {
        text.append(letter);
        continue;
      }
      char escaped = at < substitution.length() ? substitution.charAt(at++) : 0;
      if (escaped == '\\') {
        text.append('\\');
      } else if (escaped >= '0' && escaped <= '9' && escaped - '0' <= groups) {
        flush(text, pieces);
        pieces.add(new Piece.Group(escaped - '0'));
      } else {
        throw new InvalidConfigException(
            field,
            substitution,
            "after a backslash, a backslash or a group number of 0 to " + Math.min(9, groups));
      }
    }
    flush(text, pieces);
    return new RegexRewrite(regex, List.copyOf(pieces));
  }

  /** {@code text} with every match replaced; the same instance if there is none. */
  public String rewrite(String text) {
    Matcher matcher = regex.pattern().matcher(text);
    if (!matcher.find()) {
      return text;
    }
    var rewritten = new StringBuilder(text.length() + 16);
    int copied = 0;
    do {
      rewritten.append(text, copied, matcher.start());
      for (int at = 0; at < pieces.size(); at++) {
        append(pieces.get(at), matcher, rewritten);
      }
      copied = matcher.end();
    } while (matcher.find());
    return rewritten.append(text, copied, text.length()).toString();
  }

  private static void append(Piece piece, Matcher matcher, StringBuilder to) {
    switch (piece) {
      case Piece.Text(String text) -> to.append(text);
      case Piece.Group(int number) -> {
        String group = matcher.group(number);
        if (group != null) {
          to.append(group);
        }
      }
    }
  }

  private static void flush(StringBuilder text, List<Piece> pieces) {
    if (!text.isEmpty()) {
      pieces.add(new Piece.Text(text.toString()));
      text.setLength(0);
    }
  }
}
