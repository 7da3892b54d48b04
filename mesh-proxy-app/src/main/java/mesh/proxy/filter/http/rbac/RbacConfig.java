package mesh.proxy.filter.http.rbac;

import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBACPerRoute;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.rbac.RuleSet;
import mesh.proxy.rbac.RuleSetConfig;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one filter or route, already checked.
 *
 * @param rules null if all requests pass
 * @param shadowRules null if there is nothing to try out
 * @param rulesPrefix of counters and metadata; may be empty
 * @param shadowPrefix of counters and metadata of shadow rules; may be empty
 * @param countsPolicies whether each policy has counters of its own
 */
record RbacConfig(
    @Nullable RuleSet rules,
    @Nullable RuleSet shadowRules,
    String rulesPrefix,
    String shadowPrefix,
    boolean countsPolicies) {

  static final Supported SUPPORTED =
      Supported.of(RBAC.getDefaultInstance())
          .fields(
              "rules",
              "shadow_rules",
              "rules_stat_prefix",
              "shadow_rules_stat_prefix",
              "track_per_rule_stats")
          .and(Supported.all(RBACPerRoute.getDefaultInstance()), RuleSetConfig.SUPPORTED);

  static RbacConfig parse(RBAC proto) {
    return new RbacConfig(
        proto.hasRules()
            ? ProtoValue.under("rules", () -> RuleSetConfig.parse(proto.getRules()))
            : null,
        proto.hasShadowRules()
            ? ProtoValue.under("shadow_rules", () -> RuleSetConfig.parse(proto.getShadowRules()))
            : null,
        proto.getRulesStatPrefix(),
        proto.getShadowRulesStatPrefix(),
        proto.getTrackPerRuleStats());
  }

  /** A route without rules lets all pass. */
  static RbacConfig parseRoute(RBACPerRoute proto) {
    return ProtoValue.under("rbac", () -> parse(proto.getRbac()));
  }
}
