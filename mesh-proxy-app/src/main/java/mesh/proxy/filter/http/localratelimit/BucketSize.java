package mesh.proxy.filter.http.localratelimit;

import java.time.Duration;
import mesh.config.InvalidConfigException;

/**
 * Settings of a bucket, already checked.
 *
 * @param burst most requests admitted at once, >= 1
 * @param refill requests added per {@code every}, >= 1
 * @param every refill period, >= 50 ms
 */
record BucketSize(long burst, long refill, Duration every) {

  private static final Duration SHORTEST = Duration.ofMillis(50);

  BucketSize {
    require(burst >= 1, "max_tokens", burst, ">= 1");
    require(refill >= 1, "tokens_per_fill", refill, ">= 1");
    require(every.compareTo(SHORTEST) >= 0, "fill_interval", every, ">= " + SHORTEST);
  }

  /** Time that buys one request; may be a fraction of a nanosecond. */
  double nanosPerToken() {
    return (every.getSeconds() * 1e9 + every.getNano()) / refill;
  }

  private static void require(boolean valid, String field, Object value, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, value, expected);
    }
  }
}
