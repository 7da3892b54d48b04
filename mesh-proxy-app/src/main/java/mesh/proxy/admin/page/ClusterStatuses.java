package mesh.proxy.admin.page;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.admin.v3.ClusterStatus;
import io.envoyproxy.envoy.admin.v3.Clusters;
import io.envoyproxy.envoy.admin.v3.HostHealthStatus;
import io.envoyproxy.envoy.admin.v3.HostStatus;
import io.envoyproxy.envoy.admin.v3.SimpleMetric;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import mesh.proxy.admin.dump.ProtoAddress;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.Thresholds;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.endpoint.OutlierMonitor;

/** Clusters and their hosts as {@code envoy.admin.v3.Clusters}. */
final class ClusterStatuses {

  private static final List<EndpointStat> STATS =
      Arrays.stream(EndpointStat.values())
          .sorted(Comparator.comparing(EndpointStat::isGauge).thenComparing(EndpointStat::text))
          .toList();

  private ClusterStatuses() {}

  static Clusters of(List<Cluster> clusters, Predicate<String> isStatic) {
    var all = Clusters.newBuilder();
    for (Cluster cluster : clusters) {
      var status =
          ClusterStatus.newBuilder()
              .setName(cluster.name())
              .setObservabilityName(cluster.config().statName())
              .setAddedViaApi(!isStatic.test(cluster.name()))
              .setCircuitBreakers(breakers(cluster));
      cluster.hosts().forEach(host -> status.addHostStatuses(host(host)));
      all.addClusterStatuses(status);
    }
    return all.build();
  }

  private static CircuitBreakers breakers(Cluster cluster) {
    return CircuitBreakers.newBuilder()
        .addThresholds(
            limits(
                cluster.config().breakers().of(mesh.proxy.cluster.breaker.RoutingPriority.DEFAULT)))
        .addThresholds(
            limits(cluster.config().breakers().of(mesh.proxy.cluster.breaker.RoutingPriority.HIGH))
                .setPriority(RoutingPriority.HIGH))
        .build();
  }

  private static CircuitBreakers.Thresholds.Builder limits(Thresholds limits) {
    return CircuitBreakers.Thresholds.newBuilder()
        .setMaxConnections(number(limits.maxConnections()))
        .setMaxPendingRequests(number(limits.maxPendingRequests()))
        .setMaxRequests(number(limits.maxRequests()))
        .setMaxRetries(number(limits.maxRetries()));
  }

  private static UInt32Value number(long value) {
    return UInt32Value.of((int) value);
  }

  private static HostStatus host(Endpoint host) {
    var status =
        HostStatus.newBuilder()
            .setAddress(ProtoAddress.of(host.address()))
            .setHealthStatus(health(host))
            .setWeight(host.weight())
            .setHostname(host.hostname())
            .setPriority(host.priority())
            .setLocality(
                Locality.newBuilder()
                    .setRegion(host.locality().region())
                    .setZone(host.locality().zone())
                    .setSubZone(host.locality().subZone()));
    for (EndpointStat stat : STATS) {
      status.addStats(
          SimpleMetric.newBuilder()
              .setType(stat.isGauge() ? SimpleMetric.Type.GAUGE : SimpleMetric.Type.COUNTER)
              .setName(stat.text())
              .setValue(host.count(stat)));
    }
    OutlierMonitor monitor = host.monitor();
    if (monitor != null && monitor.successRate() >= 0) {
      status.setSuccessRate(Percent.newBuilder().setValue(monitor.successRate()));
    }
    if (monitor != null && monitor.localOriginSuccessRate() >= 0) {
      status.setLocalOriginSuccessRate(
          Percent.newBuilder().setValue(monitor.localOriginSuccessRate()));
    }
    return status.build();
  }

  private static HostHealthStatus health(Endpoint host) {
    return HostHealthStatus.newBuilder()
        .setFailedActiveHealthCheck(host.has(HealthFlag.FAILED_ACTIVE_HC))
        .setFailedOutlierCheck(host.has(HealthFlag.FAILED_OUTLIER_CHECK))
        .setFailedActiveDegradedCheck(host.has(HealthFlag.DEGRADED_ACTIVE_HC))
        .setPendingDynamicRemoval(host.has(HealthFlag.PENDING_DYNAMIC_REMOVAL))
        .setPendingActiveHc(host.has(HealthFlag.PENDING_ACTIVE_HC))
        .setExcludedViaImmediateHcFail(host.has(HealthFlag.EXCLUDED_VIA_IMMEDIATE_HC_FAIL))
        .setActiveHcTimeout(host.has(HealthFlag.ACTIVE_HC_TIMEOUT))
        .setEdsHealthStatus(discovered(host))
        .build();
  }

  static HealthStatus discovered(Endpoint host) {
    if (host.has(HealthFlag.EDS_STATUS_DRAINING)) {
      return HealthStatus.DRAINING;
    }
    if (host.has(HealthFlag.FAILED_EDS_HEALTH)) {
      return HealthStatus.UNHEALTHY;
    }
    return host.has(HealthFlag.DEGRADED_EDS_HEALTH) ? HealthStatus.DEGRADED : HealthStatus.HEALTHY;
  }
}
