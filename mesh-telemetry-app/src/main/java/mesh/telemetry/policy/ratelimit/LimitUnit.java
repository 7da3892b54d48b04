package mesh.telemetry.policy.ratelimit;

import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long a window lasts. A month has 30 days and a year 365, as in envoyproxy/ratelimit. */
enum LimitUnit {
  SECOND(1, RateLimit.Unit.SECOND),
  MINUTE(60, RateLimit.Unit.MINUTE),
  HOUR(3_600, RateLimit.Unit.HOUR),
  DAY(86_400, RateLimit.Unit.DAY),
  WEEK(7 * 86_400, RateLimit.Unit.WEEK),
  MONTH(30 * 86_400, RateLimit.Unit.MONTH),
  YEAR(365 * 86_400, RateLimit.Unit.YEAR);

  private final long seconds;
  private final RateLimit.Unit proto;

  LimitUnit(long seconds, RateLimit.Unit proto) {
    this.seconds = seconds;
    this.proto = proto;
  }

  /** The unit as files name it, in any case; null if there is none. */
  static @Nullable LimitUnit named(String name) {
    for (LimitUnit unit : values()) {
      if (unit.name().equalsIgnoreCase(name)) {
        return unit;
      }
    }
    return null;
  }

  /** The unit of a number in Envoy's messages, whose two enums agree; null if there is none. */
  static @Nullable LimitUnit numbered(int number) {
    for (LimitUnit unit : values()) {
      if (unit.proto.getNumber() == number) {
        return unit;
      }
    }
    return null;
  }

  /** All names, for a message. */
  static String names() {
    return Arrays.stream(values())
        .map(unit -> unit.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  RateLimit.Unit proto() {
    return proto;
  }

  /** The end of the window that a second since 1970 is in; the first second of the next one. */
  long windowEnd(long second) {
    return second - Math.floorMod(second, seconds) + seconds;
  }
}
