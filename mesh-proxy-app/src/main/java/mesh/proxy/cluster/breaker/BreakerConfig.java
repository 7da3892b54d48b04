package mesh.proxy.cluster.breaker;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;

/**
 * A cluster's circuit breakers. Immutable.
 *
 * @param normal limits of requests of default priority
 * @param high limits of requests of high priority
 * @param maxConnectionsPerHost {@link Thresholds#UNLIMITED} unless set, by priority's ordinal
 */
public record BreakerConfig(Thresholds normal, Thresholds high, List<Long> maxConnectionsPerHost) {

  /** The fields of {@code CircuitBreakers} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.all(CircuitBreakers.getDefaultInstance())
          .and(
              Supported.all(CircuitBreakers.Thresholds.getDefaultInstance()),
              Supported.all(CircuitBreakers.Thresholds.RetryBudget.getDefaultInstance()),
              Supported.all(Percent.getDefaultInstance()));

  /** Envoy's defaults. */
  public static final BreakerConfig ENVOY =
      new BreakerConfig(
          Thresholds.ENVOY, Thresholds.ENVOY, List.of(Thresholds.UNLIMITED, Thresholds.UNLIMITED));

  private static final double DEFAULT_BUDGET_PERCENT = 20;

  public BreakerConfig {
    maxConnectionsPerHost = List.copyOf(maxConnectionsPerHost);
  }

  /** Reads the breakers of a cluster. */
  public static BreakerConfig parse(CircuitBreakers proto) {
    refuseUnknownPerHostLimits(proto.getPerHostThresholdsList());
    return new BreakerConfig(
        thresholds(proto.getThresholdsList(), RoutingPriority.DEFAULT),
        thresholds(proto.getThresholdsList(), RoutingPriority.HIGH),
        List.of(
            perHost(proto.getPerHostThresholdsList(), RoutingPriority.DEFAULT),
            perHost(proto.getPerHostThresholdsList(), RoutingPriority.HIGH)));
  }

  /** The limits of a priority. */
  public Thresholds of(mesh.proxy.cluster.breaker.RoutingPriority priority) {
    return switch (priority) {
      case DEFAULT -> normal;
      case HIGH -> high;
    };
  }

  private static Thresholds thresholds(
      List<CircuitBreakers.Thresholds> protos, RoutingPriority priority) {
    for (int at = 0; at < protos.size(); at++) {
      if (protos.get(at).getPriority() == priority) {
        try {
          return thresholds(protos.get(at));
        } catch (InvalidConfigException e) {
          throw e.under("thresholds[" + at + "]");
        }
      }
    }
    return Thresholds.ENVOY;
  }

  private static Thresholds thresholds(CircuitBreakers.Thresholds proto) {
    Thresholds usual = Thresholds.ENVOY;
    return new Thresholds(
        proto.hasMaxConnections() ? unsigned(proto.getMaxConnections()) : usual.maxConnections(),
        proto.hasMaxPendingRequests()
            ? unsigned(proto.getMaxPendingRequests())
            : usual.maxPendingRequests(),
        proto.hasMaxRequests() ? unsigned(proto.getMaxRequests()) : usual.maxRequests(),
        proto.hasMaxRetries() ? unsigned(proto.getMaxRetries()) : usual.maxRetries(),
        proto.hasMaxConnectionPools()
            ? unsigned(proto.getMaxConnectionPools())
            : usual.maxConnectionPools(),
        proto.hasRetryBudget() ? budget(proto.getRetryBudget()) : Thresholds.RetryBudget.NONE,
        proto.getTrackRemaining());
  }

  private static Thresholds.RetryBudget budget(CircuitBreakers.Thresholds.RetryBudget proto) {
    double percent =
        proto.hasBudgetPercent() ? proto.getBudgetPercent().getValue() : DEFAULT_BUDGET_PERCENT;
    if (!(percent >= 0 && percent <= 100)) {
      throw new InvalidConfigException("retry_budget.budget_percent", percent, "0..100");
    }
    return new Thresholds.RetryBudget(
        percent,
        proto.hasMinRetryConcurrency()
            ? unsigned(proto.getMinRetryConcurrency())
            : Thresholds.ENVOY.maxRetries());
  }

  private static long perHost(List<CircuitBreakers.Thresholds> protos, RoutingPriority priority) {
    for (CircuitBreakers.Thresholds proto : protos) {
      if (proto.getPriority() == priority) {
        return proto.hasMaxConnections()
            ? unsigned(proto.getMaxConnections())
            : Thresholds.UNLIMITED;
      }
    }
    return Thresholds.UNLIMITED;
  }

  private static void refuseUnknownPerHostLimits(List<CircuitBreakers.Thresholds> protos) {
    for (int at = 0; at < protos.size(); at++) {
      CircuitBreakers.Thresholds proto = protos.get(at);
      if (proto.hasMaxPendingRequests()
          || proto.hasMaxRequests()
          || proto.hasMaxRetries()
          || proto.hasMaxConnectionPools()
          || proto.hasRetryBudget()) {
        throw new InvalidConfigException(
            "per_host_thresholds[" + at + "]",
            "a limit other than max_connections",
            "max_connections alone");
      }
    }
  }

  private static long unsigned(UInt32Value value) {
    return Integer.toUnsignedLong(value.getValue());
  }
}
