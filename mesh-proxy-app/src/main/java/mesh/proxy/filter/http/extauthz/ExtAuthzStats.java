package mesh.proxy.filter.http.extauthz;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/**
 * Envoy's {@code ext_authz.*} of one connection manager.
 *
 * @param disabled requests that nobody was asked about
 * @param failureModeAllowed requests that went on though the service failed
 */
record ExtAuthzStats(
    Counter ok, Counter denied, Counter error, Counter disabled, Counter failureModeAllowed) {

  static ExtAuthzStats of(Stats root, String prefix, String statPrefix) {
    Stats scope = root.scope(prefix + name(statPrefix));
    return new ExtAuthzStats(
        scope.counter("ok"),
        scope.counter("denied"),
        scope.counter("error"),
        scope.counter("disabled"),
        scope.counter("failure_mode_allowed"));
  }

  /** The last part of the scope, here and below clusters. */
  static String name(String statPrefix) {
    return statPrefix.isEmpty() ? "ext_authz" : "ext_authz." + statPrefix;
  }
}
