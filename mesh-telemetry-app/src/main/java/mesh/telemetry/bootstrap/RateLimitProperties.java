package mesh.telemetry.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the rate limit service. Immutable.
 *
 * @param configDir folder with files of envoyproxy/ratelimit; without it there are no limits
 * @param configRefresh how often the folder is looked at
 * @param maxCounters windows counted at a time; what is new beyond that passes, and is counted as
 *     {@code ratelimit.service.not_counted}
 */
@ConfigurationProperties(prefix = "mesh.telemetry.rate-limit", ignoreUnknownFields = false)
public record RateLimitProperties(
    @Nullable Path configDir,
    @DefaultValue("1s") Duration configRefresh,
    @DefaultValue("200000") int maxCounters) {

  private static final Duration SHORTEST = Duration.ofMillis(10);

  public RateLimitProperties {
    if (configRefresh.compareTo(SHORTEST) < 0) {
      throw new InvalidConfigException(
          "mesh.telemetry.rate-limit.config-refresh", configRefresh, ">= 10ms");
    }
    if (maxCounters < 1) {
      throw new InvalidConfigException(
          "mesh.telemetry.rate-limit.max-counters", maxCounters, ">= 1");
    }
  }
}
