package mesh.telemetry.policy.ratelimit;

import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import java.util.List;

/**
 * How much is allowed in a window. Immutable.
 *
 * @param requestsPerUnit 0..2^32-1
 * @param name for others to replace it by; empty without
 * @param replaces names of limits that do not count when this one does
 */
record Limit(long requestsPerUnit, LimitUnit unit, String name, List<String> replaces, Mode mode) {

  /** What happens to a request that is over the limit, or that there is no limit at all. */
  enum Mode {
    /** It is over the limit. */
    ENFORCED,
    /** It is counted and let through: {@code shadow_mode}. */
    SHADOW,
    /** It is refused only if every other limit of this mode is exceeded: {@code quota_mode}. */
    QUOTA,
    /** It is not counted. */
    UNLIMITED
  }

  Limit {
    replaces = List.copyOf(replaces);
  }

  /** A limit that a request brings along. */
  static Limit ofRequest(long requestsPerUnit, LimitUnit unit) {
    return new Limit(requestsPerUnit, unit, "", List.of(), Mode.ENFORCED);
  }

  /** Does not count anything. */
  static Limit unlimited(String name, List<String> replaces) {
    return new Limit(0, LimitUnit.SECOND, name, replaces, Mode.UNLIMITED);
  }

  RateLimit proto() {
    return RateLimit.newBuilder()
        .setName(name)
        .setRequestsPerUnit((int) requestsPerUnit)
        .setUnit(unit.proto())
        .build();
  }
}
