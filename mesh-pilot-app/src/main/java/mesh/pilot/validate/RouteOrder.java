package mesh.pilot.validate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.document.Code;
import mesh.pilot.model.HttpMatch;
import mesh.pilot.model.HttpRoute;
import mesh.pilot.model.StringMatch;
import mesh.pilot.model.VirtualService;
import org.jspecify.annotations.Nullable;

/** The first route that matches counts; those behind it may never be reached. */
final class RouteOrder {

  private RouteOrder() {}

  static void check(VirtualService rule, Findings findings) {
    Map<HttpMatch, String> seen = new HashMap<>(); // where it was seen first
    String everything = null; // the route that takes all requests
    for (int at = 0; at < rule.http().size(); at++) {
      String path = "spec.http[" + at + "]";
      List<HttpMatch> matches = rule.http().get(at).match();
      if (everything != null) {
        unreachable(rule, rule.http().get(at), path, everything, findings);
        continue;
      }
      Set<Integer> again = new HashSet<>();
      for (int one = 0; one < matches.size(); one++) {
        String field = path + ".match[" + one + "]";
        HttpMatch match = unnamed(matches.get(one));
        if (seen.putIfAbsent(match, field) != null) {
          again.add(one);
        }
      }
      if (!matches.isEmpty() && again.size() == matches.size()) {
        String first = seen.get(unnamed(matches.getFirst()));
        unreachable(rule, rule.http().get(at), path, first, findings);
      } else {
        again.forEach(
            one -> {
              String field = path + ".match[" + one + "]";
              String first = seen.get(unnamed(matches.get(one)));
              findings.add(
                  rule,
                  Code.INEFFECTIVE_MATCH,
                  field,
                  "an object",
                  "a match that " + first + " does not have already");
            });
      }
      if (matches.isEmpty() || matches.stream().anyMatch(RouteOrder::takesEverything)) {
        everything = path;
      }
    }
  }

  private static void unreachable(
      VirtualService rule, HttpRoute route, String path, @Nullable String by, Findings findings) {
    findings.add(
        rule,
        Code.UNREACHABLE_RULE,
        path,
        route.name().isEmpty() ? "an object" : route.name(),
        "a place in front of " + by + ", which takes its requests");
  }

  private static HttpMatch unnamed(HttpMatch match) {
    return new HttpMatch(
        "",
        match.uri(),
        match.ignoreUriCase(),
        match.scheme(),
        match.method(),
        match.authority(),
        match.headers(),
        match.withoutHeaders(),
        match.queryParams(),
        match.port(),
        match.sourceLabels(),
        match.gateways(),
        match.sourceNamespace());
  }

  private static boolean takesEverything(HttpMatch match) {
    boolean anyPath =
        match.uri() == null
            || match.uri() instanceof StringMatch.Prefix prefix && prefix.prefix().equals("/");
    HttpMatch wide =
        new HttpMatch(
            "",
            match.uri(),
            match.ignoreUriCase(),
            null,
            null,
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            null,
            Map.of(),
            List.of(),
            "");
    return anyPath && unnamed(match).equals(wide);
  }
}
