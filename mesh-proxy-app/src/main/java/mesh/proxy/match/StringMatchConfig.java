package mesh.proxy.match;

import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Reads matchers for strings and paths. */
public final class StringMatchConfig {

  public static final Supported SUPPORTED =
      Supported.of(StringMatcher.getDefaultInstance())
          .fields("exact", "prefix", "suffix", "safe_regex", "contains", "ignore_case")
          .and(RegexConfig.SUPPORTED, Supported.all(PathMatcher.getDefaultInstance()));

  private StringMatchConfig() {}

  public static StringMatch parse(StringMatcher proto) {
    boolean ignoreCase = proto.getIgnoreCase();
    if (ignoreCase && proto.hasSafeRegex()) {
      throw new InvalidConfigException(
          "ignore_case", true, "(?i) in the expression: expressions have their own way to say it");
    }
    return switch (proto.getMatchPatternCase()) {
      case EXACT -> new StringMatch.Exact(proto.getExact(), ignoreCase);
      case PREFIX -> new StringMatch.Prefix(required("prefix", proto.getPrefix()), ignoreCase);
      case SUFFIX -> new StringMatch.Suffix(required("suffix", proto.getSuffix()), ignoreCase);
      case CONTAINS ->
          new StringMatch.Contains(required("contains", proto.getContains()), ignoreCase);
      case SAFE_REGEX ->
          new StringMatch.SafeRegex(
              ProtoValue.under("safe_regex", () -> RegexConfig.parse(proto.getSafeRegex())));
      case CUSTOM ->
          throw new InvalidConfigException(
              "custom", proto.getCustom().getName(), "another kind of pattern");
      case MATCHPATTERN_NOT_SET ->
          throw new InvalidConfigException(
              "match_pattern", null, "one of exact, prefix, suffix, contains, safe_regex");
    };
  }

  public static PathMatch path(PathMatcher proto) {
    if (!proto.hasPath()) {
      throw new InvalidConfigException("path", null, "a string matcher");
    }
    return new PathMatch(ProtoValue.under("path", () -> parse(proto.getPath())));
  }

  private static String required(String field, String pattern) {
    if (pattern.isEmpty()) {
      throw new InvalidConfigException(field, pattern, "at least one character");
    }
    return pattern;
  }
}
