package mesh.proxy.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.core.v3.HealthStatusSet;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.lb.LbConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.endpoint.HealthStatus;

/** Reads what all policies of load balancing share. */
final class ClusterLbConfig {

  private ClusterLbConfig() {}

  static LbConfig parse(CommonLbConfig proto) {
    if (proto.equals(CommonLbConfig.getDefaultInstance())) {
      return LbConfig.ENVOY;
    }
    return ProtoValue.under("common_lb_config", () -> settings(proto));
  }

  private static LbConfig settings(CommonLbConfig proto) {
    LbConfig usual = LbConfig.ENVOY;
    double panic =
        proto.hasHealthyPanicThreshold()
            ? proto.getHealthyPanicThreshold().getValue()
            : usual.panicPercent();
    if (!(panic >= 0 && panic <= 100)) {
      throw new InvalidConfigException("healthy_panic_threshold", panic, "0..100");
    }
    Duration window = ProtoValue.duration(proto.getUpdateMergeWindow());
    return new LbConfig(
        panic,
        proto.getZoneAwareLbConfig().getFailTrafficOnPanic(),
        window.isNegative() ? Duration.ZERO : window,
        proto.getIgnoreNewHostsUntilFirstHc(),
        proto.getCloseConnectionsOnHostSetChange(),
        proto.hasOverrideHostStatus()
            ? statuses(proto.getOverrideHostStatus())
            : usual.overrideStatuses());
  }

  private static Set<HealthStatus> statuses(HealthStatusSet proto) {
    Set<HealthStatus> statuses = EnumSet.noneOf(HealthStatus.class);
    for (var status : proto.getStatusesList()) {
      statuses.add(
          switch (status) {
            case UNKNOWN -> HealthStatus.UNKNOWN;
            case HEALTHY -> HealthStatus.HEALTHY;
            case UNHEALTHY -> HealthStatus.UNHEALTHY;
            case DRAINING -> HealthStatus.DRAINING;
            case TIMEOUT -> HealthStatus.TIMEOUT;
            case DEGRADED -> HealthStatus.DEGRADED;
            case UNRECOGNIZED ->
                throw new InvalidConfigException(
                    "override_host_status.statuses", status, "a known health status");
          });
    }
    return statuses;
  }
}
