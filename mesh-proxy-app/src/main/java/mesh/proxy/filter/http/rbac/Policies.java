package mesh.proxy.filter.http.rbac;

import org.jspecify.annotations.Nullable;

/**
 * What a filter or a route asks of requests. Immutable.
 *
 * @param enforced null if all requests pass
 * @param shadow null if there is nothing to try out
 */
record Policies(@Nullable Verdicts enforced, @Nullable Verdicts shadow, RbacConfig config) {

  static Policies of(RbacConfig config) {
    return new Policies(
        Verdicts.of(config.rules(), Outcome.Kind.ENFORCED, config.rulesPrefix()),
        Verdicts.of(config.shadowRules(), Outcome.Kind.SHADOW, config.shadowPrefix()),
        config);
  }
}
