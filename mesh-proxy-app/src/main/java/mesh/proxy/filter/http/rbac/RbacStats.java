package mesh.proxy.filter.http.rbac;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/**
 * Counters of one kind of rules of one filter; routes' rules are counted there, too. Shared by all
 * loops.
 */
final class RbacStats {

  private final Stats scope;
  private final Counter allowed;
  private final Counter denied;
  private final Map<String, Counter> ofPolicies =
      new ConcurrentHashMap<>(); // by name below the scope

  private RbacStats(Stats scope, Outcome.Kind kind) {
    this.scope = scope;
    this.allowed = scope.counter(kind.counter(true));
    this.denied = scope.counter(kind.counter(false));
  }

  /**
   * The counters of a filter.
   *
   * @param managerPrefix the connection manager's
   * @param rulesPrefix the rules'; may be empty
   */
  static RbacStats of(Stats root, String managerPrefix, String rulesPrefix, Outcome.Kind kind) {
    return new RbacStats(root.scope(managerPrefix + "rbac").scope(rulesPrefix), kind);
  }

  void count(Outcome outcome, boolean countsPolicies) {
    (outcome.passes() ? allowed : denied).increment();
    String policy = outcome.counter();
    if (countsPolicies && policy != null) {
      ofPolicies.computeIfAbsent(policy, scope::counter).increment();
    }
  }
}
