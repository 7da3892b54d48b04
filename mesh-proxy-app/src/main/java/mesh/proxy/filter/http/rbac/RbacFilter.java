package mesh.proxy.filter.http.rbac;

import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;

/** Asks the policies of the route, or its own. Stateless, so all streams share one. */
final class RbacFilter implements HttpFilter {

  private final String name; // in its chain
  private final Policies usual;
  private final RbacStats enforced;
  private final RbacStats shadow;

  RbacFilter(String name, Policies usual, RbacStats enforced, RbacStats shadow) {
    this.name = name;
    this.usual = usual;
    this.enforced = enforced;
    this.shadow = shadow;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    Policies asked = stream.routeConfig(name) instanceof Policies ofRoute ? ofRoute : usual;
    Verdicts trial = asked.shadow();
    if (trial != null) {
      Outcome outcome = trial.judge(stream.info());
      shadow.count(outcome, asked.config().countsPolicies());
      outcome.tell(
          stream.info(),
          asked.config().shadowPrefix().isEmpty() ? usual.config().shadowPrefix() : "");
    }
    Verdicts rules = asked.enforced();
    if (rules == null) {
      return Verdict.Flow.CONTINUE;
    }
    Outcome outcome = rules.judge(stream.info());
    enforced.count(outcome, asked.config().countsPolicies());
    outcome.tell(
        stream.info(), asked.config().rulesPrefix().isEmpty() ? usual.config().rulesPrefix() : "");
    return outcome.passes() ? Verdict.Flow.CONTINUE : outcome.refusal();
  }
}
