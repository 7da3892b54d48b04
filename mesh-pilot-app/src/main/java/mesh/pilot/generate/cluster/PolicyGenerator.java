package mesh.pilot.generate.cluster;

import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.type.v3.Percent;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.TrafficPolicy;
import mesh.pilot.model.TrafficPolicy.ConnectionPool;
import mesh.pilot.model.TrafficPolicy.ConsistentHash;
import mesh.pilot.model.TrafficPolicy.H2Upgrade;
import mesh.pilot.model.TrafficPolicy.Simple;
import org.jspecify.annotations.Nullable;

/** Limits, load balancing and outliers of a cluster. */
final class PolicyGenerator {

  private static final int NO_LIMIT = Integer.MAX_VALUE;
  private static final String HTTP = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private PolicyGenerator() {}

  static void apply(TrafficPolicy policy, ServiceEntry.Port port, Cluster.Builder proto) {
    loadBalancer(policy.loadBalancer(), proto);
    ConnectionPool pool = policy.connectionPool();
    proto.setCircuitBreakers(breakers(pool));
    if (pool != null && pool.connectTimeout() != null) {
      proto.setConnectTimeout(Protos.duration(pool.connectTimeout()));
    }
    if (port.protocol().isHttp()) {
      proto.putTypedExtensionProtocolOptions(HTTP, Protos.any(http(pool, isHttp2(policy, port))));
    }
    if (policy.outlierDetection() != null) {
      proto.setOutlierDetection(outliers(policy.outlierDetection()));
      Integer healthy = policy.outlierDetection().minHealthPercent();
      proto
          .getCommonLbConfigBuilder()
          .setHealthyPanicThreshold(Percent.newBuilder().setValue(healthy == null ? 0 : healthy));
    }
  }

  /** Whether upstreams are spoken to in HTTP/2. */
  static boolean isHttp2(TrafficPolicy policy, ServiceEntry.Port port) {
    ConnectionPool pool = policy.connectionPool();
    return port.protocol().isHttp2()
        || port.protocol().isHttp() && pool != null && pool.h2Upgrade() == H2Upgrade.UPGRADE;
  }

  private static void loadBalancer(
      TrafficPolicy.@Nullable LoadBalancer balancer, Cluster.Builder proto) {
    switch (balancer) {
      case Simple simple -> proto.setLbPolicy(simple(simple));
      case ConsistentHash hash when hash.maglevTableSize() > 0 ->
          proto
              .setLbPolicy(Cluster.LbPolicy.MAGLEV)
              .setMaglevLbConfig(
                  Cluster.MaglevLbConfig.newBuilder()
                      .setTableSize(com.google.protobuf.UInt64Value.of(hash.maglevTableSize())));
      case ConsistentHash hash ->
          proto
              .setLbPolicy(Cluster.LbPolicy.RING_HASH)
              .setRingHashLbConfig(
                  Cluster.RingHashLbConfig.newBuilder()
                      .setMinimumRingSize(
                          com.google.protobuf.UInt64Value.of(hash.minimumRingSize())));
      case null -> proto.setLbPolicy(simple(Simple.UNSPECIFIED));
    }
  }

  /** Istio prefers the least busy workload. */
  private static Cluster.LbPolicy simple(Simple simple) {
    return switch (simple) {
      case UNSPECIFIED, LEAST_REQUEST, LEAST_CONN -> Cluster.LbPolicy.LEAST_REQUEST;
      case ROUND_ROBIN -> Cluster.LbPolicy.ROUND_ROBIN;
      case RANDOM -> Cluster.LbPolicy.RANDOM;
    };
  }

  private static CircuitBreakers breakers(@Nullable ConnectionPool pool) {
    var limits = CircuitBreakers.Thresholds.newBuilder().setTrackRemaining(true);
    limits.setMaxConnections(limit(pool == null ? null : pool.maxConnections()));
    limits.setMaxPendingRequests(limit(pool == null ? null : pool.http1MaxPendingRequests()));
    limits.setMaxRequests(limit(pool == null ? null : pool.http2MaxRequests()));
    limits.setMaxRetries(limit(pool == null ? null : pool.maxRetries()));
    return CircuitBreakers.newBuilder().addThresholds(limits).build();
  }

  private static com.google.protobuf.UInt32Value limit(@Nullable Integer limit) {
    return Protos.number(limit == null ? NO_LIMIT : limit);
  }

  private static HttpProtocolOptions http(@Nullable ConnectionPool pool, boolean http2) {
    var common = io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder();
    if (pool != null && pool.idleTimeout() != null) {
      common.setIdleTimeout(Protos.duration(pool.idleTimeout()));
    }
    if (pool != null && pool.maxConnectionDuration() != null) {
      common.setMaxConnectionDuration(Protos.duration(pool.maxConnectionDuration()));
    }
    Integer most = pool == null ? null : pool.maxRequestsPerConnection();
    if (most != null && most > 0) {
      common.setMaxRequestsPerConnection(Protos.number(most));
    }
    var explicit = HttpProtocolOptions.ExplicitHttpConfig.newBuilder();
    if (http2) {
      explicit.setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance());
    } else {
      explicit.setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance());
    }
    return HttpProtocolOptions.newBuilder()
        .setCommonHttpProtocolOptions(common)
        .setExplicitHttpConfig(explicit)
        .build();
  }

  private static OutlierDetection outliers(TrafficPolicy.OutlierDetection from) {
    var proto = OutlierDetection.newBuilder();
    if (from.consecutive5xxErrors() != null) {
      proto.setConsecutive5Xx(Protos.number(from.consecutive5xxErrors()));
      proto.setEnforcingConsecutive5Xx(enforcing(from.consecutive5xxErrors()));
    }
    if (from.consecutiveGatewayErrors() != null) {
      proto.setConsecutiveGatewayFailure(Protos.number(from.consecutiveGatewayErrors()));
      proto.setEnforcingConsecutiveGatewayFailure(enforcing(from.consecutiveGatewayErrors()));
    }
    if (from.splitExternalLocalOriginErrors()) {
      proto.setSplitExternalLocalOriginErrors(true);
      Integer local = from.consecutiveLocalOriginFailures();
      if (local != null) {
        proto.setConsecutiveLocalOriginFailure(Protos.number(local));
        proto.setEnforcingConsecutiveLocalOriginFailure(enforcing(local));
      }
      proto.setEnforcingLocalOriginSuccessRate(Protos.number(0));
    }
    proto.setEnforcingSuccessRate(Protos.number(0)); // Istio has no word for it
    if (from.interval() != null) {
      proto.setInterval(Protos.duration(from.interval()));
    }
    if (from.baseEjectionTime() != null) {
      proto.setBaseEjectionTime(Protos.duration(from.baseEjectionTime()));
    }
    if (from.maxEjectionPercent() != null) {
      proto.setMaxEjectionPercent(Protos.number(from.maxEjectionPercent()));
    }
    return proto.build();
  }

  private static com.google.protobuf.UInt32Value enforcing(int errors) {
    return Protos.number(errors > 0 ? 100 : 0);
  }
}
