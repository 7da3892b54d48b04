package mesh.proxy.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.LoadBalancingPolicy;
import io.envoyproxy.envoy.config.cluster.v3.TrackClusterStats;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.ExtraSourceAddress;
import io.envoyproxy.envoy.config.core.v3.HealthStatusSet;
import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.List;
import mesh.proxy.cluster.breaker.BreakerConfig;
import mesh.proxy.cluster.dns.DnsServersConfig;
import mesh.proxy.cluster.health.HealthCheckConfig;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.cluster.outlier.OutlierConfig;
import mesh.proxy.cluster.protocol.UpstreamHttpConfig;
import mesh.proxy.cluster.type.AssignmentConfig;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ConfigSource;

/** Says which fields of {@code Cluster} are honoured. */
final class ClusterFieldsConfig {

  private ClusterFieldsConfig() {}

  static Supported supported(List<HealthCheckerFactory<?>> healthCheckers) {
    return Supported.of(Cluster.getDefaultInstance())
        .fields("name", "alt_stat_name", "type", "cluster_type", "metadata")
        .fields("connect_timeout", "per_connection_buffer_limit_bytes")
        .fields("upstream_bind_config", "upstream_connection_options")
        .fields("transport_socket", "transport_socket_matches")
        .fields("eds_cluster_config", "load_assignment")
        .fields("health_checks", "outlier_detection", "circuit_breakers")
        .fields("lb_policy", "load_balancing_policy", "common_lb_config")
        .fields("ring_hash_lb_config", "maglev_lb_config")
        .fields("least_request_lb_config", "round_robin_lb_config")
        .fields("typed_extension_protocol_options", "protocol_selection")
        .fields("http_protocol_options", "http2_protocol_options", "max_requests_per_connection")
        .fields("common_http_protocol_options", "upstream_http_protocol_options")
        .fields("dns_refresh_rate", "dns_failure_refresh_rate", "dns_jitter", "respect_dns_ttl")
        .fields("dns_lookup_family", "typed_dns_resolver_config", "dns_resolution_config")
        .fields("dns_resolvers")
        .fields("wait_for_warm_on_init", "ignore_health_on_host_removal")
        .fields("close_connections_on_host_health_failure")
        .fields("track_timeout_budgets", "track_cluster_stats")
        .and(balancing(), connections())
        .and(
            Supported.all(Cluster.CustomClusterType.getDefaultInstance()),
            Supported.all(Cluster.EdsClusterConfig.getDefaultInstance()),
            ConfigSource.SUPPORTED,
            Supported.all(Cluster.RefreshRate.getDefaultInstance()),
            Supported.of(TrackClusterStats.getDefaultInstance())
                .fields("timeout_budgets", "request_response_sizes"),
            DnsServersConfig.SUPPORTED,
            AssignmentConfig.SUPPORTED,
            BreakerConfig.SUPPORTED,
            OutlierConfig.SUPPORTED,
            UpstreamHttpConfig.SUPPORTED,
            HealthCheckConfig.supported(healthCheckers));
  }

  private static Supported balancing() {
    return Supported.of(CommonLbConfig.getDefaultInstance())
        .fields("healthy_panic_threshold", "locality_weighted_lb_config", "zone_aware_lb_config")
        .fields("update_merge_window", "ignore_new_hosts_until_first_hc", "override_host_status")
        .fields("close_connections_on_host_set_change", "consistent_hashing_lb_config")
        .and(
            Supported.all(CommonLbConfig.LocalityWeightedLbConfig.getDefaultInstance()),
            Supported.of(CommonLbConfig.ZoneAwareLbConfig.getDefaultInstance())
                .fields("fail_traffic_on_panic"),
            Supported.all(CommonLbConfig.ConsistentHashingLbConfig.getDefaultInstance()),
            Supported.all(HealthStatusSet.getDefaultInstance()),
            Supported.all(Cluster.RingHashLbConfig.getDefaultInstance()),
            Supported.all(Cluster.MaglevLbConfig.getDefaultInstance()),
            Supported.all(Cluster.LeastRequestLbConfig.getDefaultInstance()),
            Supported.all(Cluster.RoundRobinLbConfig.getDefaultInstance()),
            Supported.all(Cluster.SlowStartConfig.getDefaultInstance()),
            Supported.all(RuntimeDouble.getDefaultInstance()),
            Supported.all(Percent.getDefaultInstance()),
            Supported.all(LoadBalancingPolicy.getDefaultInstance()),
            Supported.all(LoadBalancingPolicy.Policy.getDefaultInstance()));
  }

  private static Supported connections() {
    return Supported.of(BindConfig.getDefaultInstance())
        .fields("source_address", "extra_source_addresses")
        .and(
            Supported.of(ExtraSourceAddress.getDefaultInstance()).fields("address"),
            Supported.of(UpstreamConnectionOptions.getDefaultInstance()).fields("tcp_keepalive"),
            Supported.all(TcpKeepalive.getDefaultInstance()),
            Supported.all(Cluster.TransportSocketMatch.getDefaultInstance()),
            Supported.all(TransportSocket.getDefaultInstance()));
  }
}
