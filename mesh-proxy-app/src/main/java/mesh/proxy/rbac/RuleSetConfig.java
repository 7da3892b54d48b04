package mesh.proxy.rbac;

import com.google.api.expr.v1alpha1.Expr;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import java.util.ArrayList;
import java.util.TreeMap;
import mesh.config.InvalidConfigException;
import mesh.proxy.cel.CelCondition;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Reads policies. */
public final class RuleSetConfig {

  public static final Supported SUPPORTED =
      Supported.of(RBAC.getDefaultInstance())
          .fields("action", "policies")
          .and(
              Supported.of(Policy.getDefaultInstance())
                  .fields("permissions", "principals", "condition"),
              expressions(),
              RuleConfig.SUPPORTED);

  private RuleSetConfig() {}

  public static RuleSet parse(RBAC proto) {
    RuleSet.Action action =
        switch (proto.getAction()) {
          case ALLOW -> RuleSet.Action.ALLOW;
          case DENY -> RuleSet.Action.DENY;
          case LOG -> RuleSet.Action.LOG;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "action", proto.getActionValue(), "ALLOW, DENY or LOG");
        };
    var policies = new ArrayList<RuleSet.Policy>(proto.getPoliciesCount());
    new TreeMap<>(proto.getPoliciesMap())
        .forEach(
            (name, policy) ->
                policies.add(
                    new RuleSet.Policy(
                        name, ProtoValue.under("policies[\"" + name + "\"]", () -> rule(policy)))));
    return new RuleSet(action, policies);
  }

  private static Rule rule(Policy proto) {
    var parts = new ArrayList<Rule>();
    parts.add(
        new Rule.OneOf(
            RuleConfig.all("permissions", proto.getPermissionsList(), RuleConfig::permission)));
    parts.add(
        new Rule.OneOf(
            RuleConfig.all("principals", proto.getPrincipalsList(), RuleConfig::principal)));
    if (proto.hasCondition()) {
      parts.add(
          ProtoValue.under(
              "condition", () -> new Rule.Condition(CelCondition.compile(proto.getCondition()))));
    }
    return new Rule.AllOf(parts);
  }

  private static Supported expressions() {
    return Supported.all(Expr.getDefaultInstance())
        .and(
            Supported.all(Expr.Ident.getDefaultInstance()),
            Supported.all(Expr.Select.getDefaultInstance()),
            Supported.all(Expr.Call.getDefaultInstance()),
            Supported.all(Expr.CreateList.getDefaultInstance()),
            Supported.all(Expr.CreateStruct.getDefaultInstance()),
            Supported.all(Expr.CreateStruct.Entry.getDefaultInstance()),
            Supported.all(Expr.Comprehension.getDefaultInstance()),
            Supported.all(com.google.api.expr.v1alpha1.Constant.getDefaultInstance()));
  }
}
