package mesh.proxy.filter.http.localratelimit;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/**
 * Counters of one configuration.
 *
 * @param enabled requests that were looked at
 * @param ok requests that got a token
 * @param rateLimited requests that got none
 * @param enforced those of them that were refused
 */
record LocalRateLimitStats(Counter enabled, Counter ok, Counter rateLimited, Counter enforced) {

  static LocalRateLimitStats of(Stats root, String prefix) {
    Stats scope = root.scope(prefix + ".http_local_rate_limit");
    return new LocalRateLimitStats(
        scope.counter("enabled"),
        scope.counter("ok"),
        scope.counter("rate_limited"),
        scope.counter("enforced"));
  }
}
