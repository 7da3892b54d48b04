package mesh.proxy.filter.http.healthcheck;

import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import io.envoyproxy.envoy.type.v3.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.match.HeaderMatchConfig;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one filter, already checked.
 *
 * @param passesThrough whether upstream answers health checks
 * @param cacheTime how long upstream's answer is given again; zero for never
 * @param clusters that must be healthy where upstream is not asked
 * @param headers all of which a health check has
 */
record HealthCheckConfig(
    boolean passesThrough, Duration cacheTime, List<Needed> clusters, List<HeaderMatch> headers) {

  static final Supported SUPPORTED =
      Supported.all(HealthCheck.getDefaultInstance())
          .and(Supported.all(Percent.getDefaultInstance()), HeaderMatchConfig.SUPPORTED);

  private static final int ALL = 100;

  /**
   * A cluster that must be healthy.
   *
   * @param percent least share of its hosts that must be healthy or degraded, 0 to 100
   */
  record Needed(String cluster, int percent) {}

  HealthCheckConfig {
    clusters = List.copyOf(clusters);
    headers = List.copyOf(headers);
    require(!cacheTime.isNegative(), "cache_time", cacheTime, ">= 0");
    require(
        passesThrough || cacheTime.isZero(),
        "cache_time",
        cacheTime,
        "nothing where pass_through_mode is false");
  }

  static HealthCheckConfig parse(HealthCheck proto) {
    require(proto.hasPassThroughMode(), "pass_through_mode", null, "true or false");
    List<Needed> needed = new ArrayList<>();
    proto
        .getClusterMinHealthyPercentagesMap()
        .forEach((cluster, percent) -> needed.add(needed(cluster, percent.getValue())));
    return new HealthCheckConfig(
        proto.getPassThroughMode().getValue(),
        ProtoValue.duration(proto.getCacheTime()),
        needed,
        HeaderMatchConfig.parse("headers", proto.getHeadersList()));
  }

  // As in Envoy, fractions of a percent count for nothing.
  private static Needed needed(String cluster, double percent) {
    require(
        percent >= 0 && percent <= ALL,
        "cluster_min_healthy_percentages[\"" + cluster + "\"].value",
        percent,
        "0..100");
    return new Needed(cluster, (int) percent);
  }

  private static void require(
      boolean valid, String field, @Nullable Object value, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, value, expected);
    }
  }
}
