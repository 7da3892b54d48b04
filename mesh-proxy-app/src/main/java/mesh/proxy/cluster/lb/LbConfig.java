package mesh.proxy.cluster.lb;

import java.time.Duration;
import java.util.Set;
import mesh.proxy.endpoint.HealthStatus;

/**
 * Settings of load balancing that do not depend on the policy. Immutable.
 *
 * @param panicPercent below this share of healthy hosts all hosts get requests; 0 turns that off
 * @param failOnPanic true if requests are refused instead
 * @param mergeWindow changes of health and weight within it are applied together; zero applies each
 *     at once
 * @param ignoreUnchecked true if hosts that were not yet checked do not count
 * @param closeOnHostSetChange true if connections are closed when hosts come or go
 * @param overrideStatuses a host asked for by name is taken if its status is one of these
 */
public record LbConfig(
    double panicPercent,
    boolean failOnPanic,
    Duration mergeWindow,
    boolean ignoreUnchecked,
    boolean closeOnHostSetChange,
    Set<HealthStatus> overrideStatuses) {

  /** Envoy's defaults. */
  public static final LbConfig ENVOY =
      new LbConfig(
          50,
          false,
          Duration.ZERO,
          false,
          false,
          Set.of(HealthStatus.UNKNOWN, HealthStatus.HEALTHY, HealthStatus.DEGRADED));

  public LbConfig {
    overrideStatuses = Set.copyOf(overrideStatuses);
  }
}
