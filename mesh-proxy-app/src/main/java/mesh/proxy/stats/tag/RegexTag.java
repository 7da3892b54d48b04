package mesh.proxy.stats.tag;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A tag found by a regular expression: group 1 leaves the name, group 2, if there is one, is the
 * value. Immutable.
 *
 * <p>Java's expressions and not RE2's, because Envoy's are ECMAScript's here, look-ahead included.
 * They are run when statistics are read, not when they are counted.
 *
 * @param needed text that must be in a name, to save most runs of the expression; may be empty
 */
record RegexTag(String tagName, String firstToken, String needed, Pattern pattern)
    implements TagExtractor {

  private static final Pattern FIXED_START =
      Pattern.compile("\\^([A-Za-z0-9_]+)(?:\\\\\\.|\\(\\?=\\\\\\.\\)|\\$).*");
  private static final Pattern POSIX_CLASS = Pattern.compile("\\[:([a-z]+):]");

  /**
   * A tag of the configuration.
   *
   * @throws InvalidConfigException if {@code regex} is no expression or has no group
   */
  static RegexTag of(String tagName, String regex) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(POSIX_CLASS.matcher(regex).replaceAll(RegexTag::javaClass));
    } catch (PatternSyntaxException e) {
      throw new InvalidConfigException(
          "regex", regex, "a regular expression; " + e.getDescription());
    }
    if (pattern.matcher("").groupCount() == 0) {
      throw new InvalidConfigException("regex", regex, "a group around what leaves the name");
    }
    Matcher start = FIXED_START.matcher(regex);
    return new RegexTag(tagName, start.matches() ? start.group(1) : "", "", pattern);
  }

  @Override
  public @Nullable Found find(String metricName) {
    if (!metricName.contains(needed)) {
      return null;
    }
    Matcher matcher = pattern.matcher(metricName);
    if (!matcher.find() || matcher.group(1) == null) {
      return null;
    }
    String inner = matcher.groupCount() > 1 ? matcher.group(2) : null;
    return new Found(inner == null ? matcher.group(1) : inner, matcher.start(1), matcher.end(1));
  }

  private static String javaClass(java.util.regex.MatchResult posix) {
    String name = posix.group(1);
    return "\\\\p{" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "}";
  }
}
