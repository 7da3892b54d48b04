package mesh.proxy.filter.http.rbac;

import java.util.List;
import mesh.proxy.rbac.RuleSet;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** A rule set with the outcome of each of its policies. Immutable. */
final class Verdicts {

  private final RuleSet rules;
  private final Outcome[] outcomes; // 1:1 with policies; then that of no match

  private Verdicts(RuleSet rules, Outcome.Kind kind, String prefix) {
    this.rules = rules;
    List<RuleSet.Policy> policies = rules.policies();
    this.outcomes = new Outcome[policies.size() + 1];
    boolean logs = kind == Outcome.Kind.ENFORCED && rules.action() == RuleSet.Action.LOG;
    for (int at = 0; at < policies.size(); at++) {
      outcomes[at] =
          Outcome.of(kind, rules.passes(true), policies.get(at).name(), prefix, logs ? true : null);
    }
    outcomes[policies.size()] =
        Outcome.of(kind, rules.passes(false), null, prefix, logs ? false : null);
  }

  static @Nullable Verdicts of(@Nullable RuleSet rules, Outcome.Kind kind, String prefix) {
    return rules == null ? null : new Verdicts(rules, kind, prefix);
  }

  Outcome judge(StreamInfo info) {
    int match = rules.firstMatch(info);
    return outcomes[match == RuleSet.NONE ? outcomes.length - 1 : match];
  }
}
