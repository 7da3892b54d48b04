package mesh.proxy.match;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.type.v3.Int64Range;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.http.HeaderNames;

/** Reads matchers for header fields and query parameters. */
public final class HeaderMatchConfig {

  public static final Supported SUPPORTED =
      Supported.all(HeaderMatcher.getDefaultInstance())
          .and(
              StringMatchConfig.SUPPORTED,
              Supported.all(Int64Range.getDefaultInstance()),
              Supported.all(QueryParameterMatcher.getDefaultInstance()));

  private HeaderMatchConfig() {}

  public static HeaderMatch parse(HeaderMatcher proto) {
    if (proto.getName().isEmpty()) {
      throw new InvalidConfigException("name", "", "the name of a header field");
    }
    return new HeaderMatch(
        name(proto.getName()),
        test(proto),
        proto.getTreatMissingHeaderAsEmpty(),
        proto.getInvertMatch());
  }

  // HTTP/1 says host, HTTP/2 :authority; requests carry the latter here.
  private static String name(String given) {
    String name = Ascii.lower(given);
    return name.equals(HeaderNames.HOST) ? HeaderNames.AUTHORITY : name;
  }

  /**
   * All of them, faults named by index.
   *
   * @param field name of the list
   */
  public static List<HeaderMatch> parse(String field, List<HeaderMatcher> protos) {
    var matches = new ArrayList<HeaderMatch>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      HeaderMatcher proto = protos.get(at);
      matches.add(ProtoValue.under(field + "[" + at + "]", () -> parse(proto)));
    }
    return matches;
  }

  public static QueryMatch query(QueryParameterMatcher proto) {
    if (proto.getName().isEmpty()) {
      throw new InvalidConfigException("name", "", "the name of a query parameter");
    }
    return switch (proto.getQueryParameterMatchSpecifierCase()) {
      case STRING_MATCH ->
          new QueryMatch(
              proto.getName(),
              ProtoValue.under(
                  "string_match", () -> StringMatchConfig.parse(proto.getStringMatch())),
              true);
      case PRESENT_MATCH -> new QueryMatch(proto.getName(), null, proto.getPresentMatch());
      case QUERYPARAMETERMATCHSPECIFIER_NOT_SET -> new QueryMatch(proto.getName(), null, true);
    };
  }

  @SuppressWarnings("deprecation") // old configurations have the old forms
  private static HeaderMatch.Test test(HeaderMatcher proto) {
    return switch (proto.getHeaderMatchSpecifierCase()) {
      case EXACT_MATCH -> exact(proto.getExactMatch());
      case SAFE_REGEX_MATCH ->
          new HeaderMatch.Test.Text(
              new StringMatch.SafeRegex(
                  ProtoValue.under(
                      "safe_regex_match", () -> RegexConfig.parse(proto.getSafeRegexMatch()))));
      case RANGE_MATCH -> range(proto.getRangeMatch());
      case PRESENT_MATCH -> new HeaderMatch.Test.Presence(proto.getPresentMatch());
      case PREFIX_MATCH -> text(new StringMatch.Prefix(proto.getPrefixMatch(), false));
      case SUFFIX_MATCH -> text(new StringMatch.Suffix(proto.getSuffixMatch(), false));
      case CONTAINS_MATCH -> text(new StringMatch.Contains(proto.getContainsMatch(), false));
      case STRING_MATCH ->
          text(
              ProtoValue.under(
                  "string_match", () -> StringMatchConfig.parse(proto.getStringMatch())));
      case HEADERMATCHSPECIFIER_NOT_SET -> new HeaderMatch.Test.Presence(true);
    };
  }

  // An empty value was once the way to ask for any, and in the old field still is.
  private static HeaderMatch.Test exact(String value) {
    return value.isEmpty()
        ? text(new StringMatch.Contains("", false))
        : text(new StringMatch.Exact(value, false));
  }

  private static HeaderMatch.Test text(StringMatch match) {
    return new HeaderMatch.Test.Text(match);
  }

  private static HeaderMatch.Test range(Int64Range range) {
    return new HeaderMatch.Test.Range(range.getStart(), range.getEnd());
  }
}
