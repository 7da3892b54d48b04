package mesh.proxy.cluster;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.breaker.BreakerConfig;
import mesh.proxy.cluster.health.HealthCheckConfig;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.LbConfig;
import mesh.proxy.cluster.outlier.OutlierConfig;
import mesh.proxy.cluster.protocol.UpstreamHttpConfig;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.read.TypedConfig;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as it is configured. Immutable.
 *
 * @param statName names the cluster in statistics and logs; the name unless {@code alt_stat_name}
 * @param source makes the discovery of its endpoints
 * @param balancing null if the source chooses endpoints itself
 * @param healthCheck null if hosts are not asked whether they serve
 * @param outlier null if results of requests do not matter
 * @param metadata by namespace
 * @param waitForWarm true if the cluster is not used before its first search is over
 * @param ignoreHealthOnRemoval true if hosts that discovery no longer names go at once, even if
 *     they are healthy
 */
public record ClusterConfig(
    String name,
    String statName,
    ConnectionConfig connection,
    UpstreamHttpConfig http,
    BreakerConfig breakers,
    Function<SourceContext, EndpointSource> source,
    @Nullable Balancing balancing,
    LbConfig lb,
    @Nullable HealthCheckConfig healthCheck,
    @Nullable OutlierConfig outlier,
    TransportSocketConfig transport,
    TrackedStats tracked,
    Map<String, Map<String, Object>> metadata,
    boolean waitForWarm,
    boolean ignoreHealthOnRemoval) {

  /**
   * Reads a cluster.
   *
   * @throws InvalidConfigException fields relative to the message
   */
  public static ClusterConfig parse(Cluster proto, ClusterExtensions extensions) {
    TypedConfig.checked(proto, extensions.supported());
    String name = proto.getName();
    if (name.isEmpty()) {
      throw new InvalidConfigException("name", "", "not empty");
    }
    ClusterTypeFactory<?> type = type(proto, extensions.types());
    return new ClusterConfig(
        name,
        proto.getAltStatName().isEmpty() ? name : proto.getAltStatName(),
        ClusterConnectionConfig.parse(proto),
        UpstreamHttpConfig.parse(proto),
        proto.hasCircuitBreakers()
            ? ProtoValue.under(
                "circuit_breakers", () -> BreakerConfig.parse(proto.getCircuitBreakers()))
            : BreakerConfig.ENVOY,
        bind(type, proto),
        BalancingConfig.parse(proto, type.choosesEndpoints(), extensions),
        ClusterLbConfig.parse(proto.getCommonLbConfig()),
        healthCheck(proto, extensions),
        proto.hasOutlierDetection()
            ? ProtoValue.under(
                "outlier_detection", () -> OutlierConfig.parse(proto.getOutlierDetection()))
            : null,
        transport(proto),
        tracked(proto),
        ProtoValue.metadata(proto.getMetadata()),
        !proto.hasWaitForWarmOnInit() || proto.getWaitForWarmOnInit().getValue(),
        proto.getIgnoreHealthOnHostRemoval());
  }

  private static ClusterTypeFactory<?> type(Cluster proto, List<ClusterTypeFactory<?>> types) {
    if (!proto.hasClusterType()) {
      String name = "envoy.cluster." + proto.getType().name().toLowerCase(java.util.Locale.ROOT);
      return type(types, t -> t.name().equals(name), "type", proto.getType().name());
    }
    var custom = proto.getClusterType();
    Any config = custom.getTypedConfig();
    return config.getTypeUrl().isEmpty()
        ? type(types, t -> t.name().equals(custom.getName()), "cluster_type.name", custom.getName())
        : type(
            types,
            t -> config.is(t.prototype().getClass()),
            "cluster_type.typed_config",
            config.getTypeUrl());
  }

  private static ClusterTypeFactory<?> type(
      List<ClusterTypeFactory<?>> types,
      java.util.function.Predicate<ClusterTypeFactory<?>> wanted,
      String field,
      String value) {
    return types.stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConfigException(
                    field,
                    value,
                    "one of " + types.stream().map(ClusterTypeFactory::name).sorted().toList()));
  }

  private static <P extends Message> Function<SourceContext, EndpointSource> bind(
      ClusterTypeFactory<P> type, Cluster proto) {
    Any config = proto.getClusterType().getTypedConfig();
    if (type.prototype() instanceof Empty || config.getTypeUrl().isEmpty()) {
      return type.bind(proto, type.prototype());
    }
    return ProtoValue.under(
        "cluster_type.typed_config",
        () -> type.bind(proto, TypedConfig.open(config, type.prototype(), type.supported())));
  }

  private static @Nullable HealthCheckConfig healthCheck(
      Cluster proto, ClusterExtensions extensions) {
    if (proto.getHealthChecksCount() > 1) {
      throw new InvalidConfigException(
          "health_checks", proto.getHealthChecksCount() + " elements", "at most one");
    }
    return proto.getHealthChecksCount() == 0
        ? null
        : ProtoValue.under(
            "health_checks[0]",
            () -> HealthCheckConfig.parse(proto.getHealthChecks(0), extensions.healthCheckers()));
  }

  private static TransportSocketConfig transport(Cluster proto) {
    if (!proto.hasTransportSocket() && proto.getTransportSocketMatchesCount() == 0) {
      return TransportSocketConfig.PLAINTEXT;
    }
    return new TransportSocketConfig(
        proto.hasTransportSocket() ? proto.getTransportSocket() : null,
        proto.getTransportSocketMatchesList().stream()
            .map(
                match ->
                    new TransportSocketConfig.Match(
                        match.getName(),
                        ProtoValue.struct(match.getMatch()),
                        match.getTransportSocket()))
            .toList());
  }

  @SuppressWarnings("deprecation") // track_timeout_budgets is still written
  private static TrackedStats tracked(Cluster proto) {
    var track = proto.getTrackClusterStats();
    boolean budgets = proto.getTrackTimeoutBudgets() || track.getTimeoutBudgets();
    return budgets || track.getRequestResponseSizes()
        ? new TrackedStats(budgets, track.getRequestResponseSizes())
        : TrackedStats.NONE;
  }
}
