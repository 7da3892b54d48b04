package mesh.proxy.route.match;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A path pattern of segments: {@code *} is one segment, {@code **} any number of them, {@code
 * {name}} or {@code {name=pattern}} remembers what it stands for. Compiled to a regular expression.
 * Immutable.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/extensions/path/match/uri_template/v3/uri_template_match.proto
 */
public final class UriTemplate {

  private final String text;
  private final Pattern pattern;
  private final List<String> variables;

  private UriTemplate(String text, Pattern pattern, List<String> variables) {
    this.text = text;
    this.pattern = pattern;
    this.variables = variables;
  }

  /**
   * Compiles a template.
   *
   * @throws InvalidConfigException naming {@code field}
   */
  public static UriTemplate of(String field, String template) {
    var parser = new UriTemplateParser(field, template);
    String regex = parser.regex();
    return new UriTemplate(template, Pattern.compile(regex), List.copyOf(parser.variables()));
  }

  /** True if the first {@code end} characters of {@code path} match. */
  public boolean matches(String path, int end) {
    return pattern.matches(end == path.length() ? path : path.substring(0, end));
  }

  /** The path with its variables put into the substitution; null if it does not match. */
  public @Nullable String rewrite(String path, Substitution substitution) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    var rewritten = new StringBuilder(path.length());
    for (Substitution.Piece piece : substitution.pieces) {
      switch (piece) {
        case Substitution.Literal(String literal) -> rewritten.append(literal);
        case Substitution.Variable(String name) -> rewritten.append(matcher.group(name));
      }
    }
    return rewritten.toString();
  }

  /**
   * Compiles a template for the rewritten path.
   *
   * @throws InvalidConfigException naming {@code field}
   */
  public Substitution substitution(String field, String template) {
    if (!template.startsWith("/") || template.contains("//")) {
      throw new InvalidConfigException(
          field, template, "a path that starts with one slash and has no two in a row");
    }
    var pieces = new ArrayList<Substitution.Piece>();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      int literalEnd = open < 0 ? template.length() : open;
      if (literalEnd > at) {
        pieces.add(new Substitution.Literal(literal(field, template, at, literalEnd)));
      }
      if (open < 0) {
        break;
      }
      int close = template.indexOf('}', open);
      String name = close < 0 ? "" : template.substring(open + 1, close);
      if (!variables.contains(name)) {
        throw new InvalidConfigException(
            field, template, "variables of " + text + ": " + variables);
      }
      pieces.add(new Substitution.Variable(name));
      at = close + 1;
    }
    return new Substitution(pieces);
  }

  private static String literal(String field, String template, int from, int to) {
    String literal = template.substring(from, to);
    for (int at = 0; at < literal.length(); at++) {
      if (literal.charAt(at) != '/' && !UriTemplateParser.isLiteral(literal.charAt(at))) {
        throw new InvalidConfigException(
            field, template, "characters of a path only, not '" + literal.charAt(at) + "'");
      }
    }
    return literal;
  }

  /** A rewritten path with places for variables. Immutable. */
  public static final class Substitution {

    private final List<Piece> pieces;

    private sealed interface Piece {}

    private record Literal(String text) implements Piece {}

    private record Variable(String name) implements Piece {}

    private Substitution(List<Piece> pieces) {
      this.pieces = List.copyOf(pieces);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
