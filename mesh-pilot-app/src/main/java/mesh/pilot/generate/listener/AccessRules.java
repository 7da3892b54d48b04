package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import java.util.ArrayList;
import java.util.List;
import mesh.pilot.model.AuthorizationPolicy;
import mesh.pilot.model.AuthorizationPolicy.AccessRule;
import mesh.pilot.model.AuthorizationPolicy.Action;
import mesh.pilot.model.AuthorizationPolicy.Condition;

/** Authorization policies as a proxy knows them: those that deny are asked first. */
final class AccessRules {

  private AccessRules() {}

  /**
   * At most two sets of rules, in the order in which they are asked.
   *
   * @param isHttp whether requests are seen; without, rules that look at requests never allow, and
   *     deny by what else they say
   */
  static List<RBAC> of(List<AuthorizationPolicy> policies, String trustDomain, boolean isHttp) {
    List<RBAC> sets = new ArrayList<>();
    add(policies, Action.DENY, RBAC.Action.DENY, trustDomain, isHttp, sets);
    add(policies, Action.ALLOW, RBAC.Action.ALLOW, trustDomain, isHttp, sets);
    return sets;
  }

  private static void add(
      List<AuthorizationPolicy> policies,
      Action action,
      RBAC.Action meaning,
      String trustDomain,
      boolean isHttp,
      List<RBAC> sets) {
    List<AuthorizationPolicy> ours =
        policies.stream().filter(policy -> policy.action() == action).toList();
    if (ours.isEmpty()) {
      return;
    }
    var proto = RBAC.newBuilder().setAction(meaning);
    for (AuthorizationPolicy policy : ours) {
      String key = "ns[" + policy.meta().namespace() + "]-policy[" + policy.meta().name() + "]";
      for (int at = 0; at < policy.rules().size(); at++) {
        AccessRule rule = policy.rules().get(at);
        if (isHttp || action == Action.DENY || !looksAtRequests(rule)) {
          var principals = new Principals(trustDomain, policy.meta().namespace());
          proto.putPolicies(key + "-rule[" + at + "]", policy(rule, principals, isHttp));
        }
      }
    }
    sets.add(proto.build());
  }

  private static boolean looksAtRequests(AccessRule rule) {
    return rule.to().stream()
            .anyMatch(
                to -> !to.hosts().isEmpty() || !to.methods().isEmpty() || !to.paths().isEmpty())
        || rule.when().stream().anyMatch(AccessRules::looksAtRequests);
  }

  private static boolean looksAtRequests(Condition condition) {
    return condition.key().startsWith("request.");
  }

  private static Policy policy(AccessRule rule, Principals principals, boolean isHttp) {
    var permissions = new Permissions(isHttp);
    List<Permission> conditionsOnWhat = new ArrayList<>();
    List<Principal> conditionsOnWho = new ArrayList<>();
    for (Condition condition : rule.when()) {
      if (Permissions.decides(condition.key())) {
        conditionsOnWhat.add(permissions.condition(condition));
      } else if (isHttp || !looksAtRequests(condition)) {
        conditionsOnWho.add(principals.condition(condition));
      }
    }
    return Policy.newBuilder()
        .addPermissions(permissions.of(rule.to(), conditionsOnWhat))
        .addPrincipals(principals.of(rule.from(), conditionsOnWho))
        .build();
  }
}
