package mesh.pilot.validate;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.document.Code;
import mesh.pilot.document.Problem;
import mesh.pilot.document.Problem.Severity;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.Rule;

/** Rules that cannot hold at the same time, whatever else there is or will be. */
public final class Conflicts {

  private Conflicts() {}

  /**
   * What contradicts what.
   *
   * @param rules in the order in which they came: the later one of two is told
   */
  public static List<Problem> of(Collection<? extends Rule> rules) {
    var findings = new Findings(Severity.ERROR);
    names(rules, findings);
    GatewayPorts.check(
        rules.stream().filter(Gateway.class::isInstance).map(Gateway.class::cast).toList(),
        findings);
    return findings.all();
  }

  private static void names(Collection<? extends Rule> rules, Findings findings) {
    Map<String, Rule> byTitle = new HashMap<>();
    for (Rule rule : rules) {
      Rule other = byTitle.putIfAbsent(rule.title(), rule);
      if (other != null) {
        findings.add(
            rule,
            Code.NAME_TAKEN,
            "metadata.name",
            rule.meta().name(),
            "a name of its own; " + other.title() + " is at " + other.meta().place() + " already");
      }
    }
  }
}
