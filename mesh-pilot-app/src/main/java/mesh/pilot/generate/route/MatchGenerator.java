package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.TreeMap;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.HttpMatch;
import mesh.pilot.model.StringMatch;

/** Conditions on requests as a proxy knows them. */
final class MatchGenerator {

  private MatchGenerator() {}

  /** Every request. */
  static RouteMatch everything() {
    return RouteMatch.newBuilder().setPrefix("/").build();
  }

  /** What can be decided by looking at the request; the caller has decided the rest. */
  static RouteMatch of(HttpMatch match) {
    var proto = RouteMatch.newBuilder();
    path(match, proto);
    if (match.scheme() != null) {
      proto.addHeaders(header(":scheme", match.scheme()));
    }
    if (match.method() != null) {
      proto.addHeaders(header(":method", match.method()));
    }
    if (match.authority() != null) {
      proto.addHeaders(header(":authority", match.authority()));
    }
    new TreeMap<>(match.headers()).forEach((name, value) -> proto.addHeaders(header(name, value)));
    new TreeMap<>(match.withoutHeaders())
        .forEach((name, value) -> proto.addHeaders(without(name, value)));
    new TreeMap<>(match.queryParams())
        .forEach((name, value) -> proto.addQueryParameters(query(name, value)));
    return proto.build();
  }

  private static void path(HttpMatch match, RouteMatch.Builder proto) {
    boolean ignoresCase = match.ignoreUriCase();
    switch (match.uri()) {
      case StringMatch.Exact(String text) -> proto.setPath(text);
      case StringMatch.Prefix(String prefix) -> proto.setPrefix(prefix);
      case StringMatch.Regex(String re2) -> {
        proto.setSafeRegex(regex(re2));
        return;
      }
      case StringMatch.Present present -> proto.setPrefix("/");
      case null -> proto.setPrefix("/");
    }
    if (ignoresCase) {
      proto.setCaseSensitive(Protos.flag(false));
    }
  }

  static HeaderMatcher header(String name, StringMatch match) {
    var proto = HeaderMatcher.newBuilder().setName(name);
    if (match instanceof StringMatch.Present) {
      return proto.setPresentMatch(true).build();
    }
    return proto.setStringMatch(string(match)).build();
  }

  private static HeaderMatcher without(String name, StringMatch match) {
    var proto = header(name, match).toBuilder().setInvertMatch(true);
    if (!(match instanceof StringMatch.Present)) {
      proto.setTreatMissingHeaderAsEmpty(true); // a header that is not there does not match either
    }
    return proto.build();
  }

  private static QueryParameterMatcher query(String name, StringMatch match) {
    var proto = QueryParameterMatcher.newBuilder().setName(name);
    return match instanceof StringMatch.Present
        ? proto.setPresentMatch(true).build()
        : proto.setStringMatch(string(match)).build();
  }

  static StringMatcher string(StringMatch match) {
    var proto = StringMatcher.newBuilder();
    return switch (match) {
      case StringMatch.Exact(String text) -> proto.setExact(text).build();
      case StringMatch.Prefix(String prefix) -> proto.setPrefix(prefix).build();
      case StringMatch.Regex(String re2) -> proto.setSafeRegex(regex(re2)).build();
      case StringMatch.Present present -> proto.setPrefix("").build();
    };
  }

  static RegexMatcher regex(String re2) {
    return RegexMatcher.newBuilder().setRegex(re2).build();
  }
}
