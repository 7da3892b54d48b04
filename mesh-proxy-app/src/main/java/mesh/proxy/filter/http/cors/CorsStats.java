package mesh.proxy.filter.http.cors;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/**
 * Counters of one connection manager.
 *
 * @param originValid requests from an allowed origin
 * @param originInvalid requests from any other
 */
record CorsStats(Counter originValid, Counter originInvalid) {

  static CorsStats of(Stats root, String prefix) {
    Stats scope = root.scope(prefix + "cors");
    return new CorsStats(scope.counter("origin_valid"), scope.counter("origin_invalid"));
  }
}
