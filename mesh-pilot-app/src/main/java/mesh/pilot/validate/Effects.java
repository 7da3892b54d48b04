package mesh.pilot.validate;

import java.util.ArrayList;
import java.util.List;
import mesh.pilot.document.Code;
import mesh.pilot.model.HeaderRules;
import mesh.pilot.model.HttpMatch;
import mesh.pilot.model.HttpRoute;
import mesh.pilot.model.StringMatch;
import mesh.pilot.model.VirtualService;

/** Fields of routes that have no effect beside others; Istio takes them without a word. */
final class Effects {

  private Effects() {}

  static void check(VirtualService rule, Findings findings) {
    for (int at = 0; at < rule.http().size(); at++) {
      HttpRoute route = rule.http().get(at);
      String path = "spec.http[" + at + "]";
      if (!(route.action() instanceof HttpRoute.Forward)) {
        String answer =
            route.action() instanceof HttpRoute.Redirect ? "redirect" : "directResponse";
        for (Field field : ofForwards(route)) {
          String expected = "nothing beside " + answer + ", which sends nothing on";
          findings.add(
              rule, Code.FIELD_WITHOUT_EFFECT, path + "." + field.name(), field.value(), expected);
        }
      }
      for (int one = 0; one < route.match().size(); one++) {
        match(rule, route.match().get(one), path + ".match[" + one + "]", findings);
      }
    }
  }

  private record Field(String name, Object value) {}

  private static List<Field> ofForwards(HttpRoute route) {
    List<Field> fields = new ArrayList<>();
    if (route.timeout() != null) {
      fields.add(new Field("timeout", route.timeout().toMillis() + "ms"));
    }
    if (route.retries() != null) {
      fields.add(new Field("retries", "an object"));
    }
    if (!route.mirrors().isEmpty()) {
      fields.add(new Field("mirrors", "a list"));
    }
    if (!route.headers().request().equals(HeaderRules.Change.NONE)) {
      fields.add(new Field("headers.request", "an object"));
    }
    return fields;
  }

  private static void match(VirtualService rule, HttpMatch match, String path, Findings findings) {
    boolean hasCase =
        match.uri() instanceof StringMatch.Exact || match.uri() instanceof StringMatch.Prefix;
    if (match.ignoreUriCase() && !hasCase) {
      String expected = "an exact or prefix uri beside it; a regex has (?i)";
      findings.add(rule, Code.FIELD_WITHOUT_EFFECT, path + ".ignoreUriCase", true, expected);
    }
    List<String> gateways = rule.gateways().stream().map(rule::gatewayKey).toList();
    for (int at = 0; at < match.gateways().size(); at++) {
      String gateway = match.gateways().get(at);
      if (!gateways.contains(rule.gatewayKey(gateway))) {
        String expected = "one of the rule's own gateways: " + String.join(", ", rule.gateways());
        findings.add(
            rule, Code.FIELD_WITHOUT_EFFECT, path + ".gateways[" + at + "]", gateway, expected);
      }
    }
  }
}
