package mesh.proxy.filter.network.tcpproxy;

import io.envoyproxy.envoy.config.core.v3.BackoffStrategy;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TcpAccessLogOptions;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster;
import io.envoyproxy.envoy.type.v3.HashPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.AccessLogConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/**
 * One TCP proxy. Immutable; durations in milliseconds, 0 for none.
 *
 * @param targets non-empty; weights add up to at most 2^31
 * @param idleMillis without a byte either way
 * @param maxMillis age of the downstream connection
 * @param attempts connections tried before it gives up
 * @param backoff between attempts; null tries again at once
 * @param hash what hashing load balancers get
 * @param logMillis between periodic entries of the access log
 * @param logConnected an entry when the upstream connection stands
 */
record TcpProxyConfig(
    List<Target> targets,
    long idleMillis,
    long maxMillis,
    int attempts,
    @Nullable Backoff backoff,
    Hash hash,
    long logMillis,
    boolean logConnected) {

  static final Supported SUPPORTED =
      Supported.of(TcpProxy.getDefaultInstance())
          .fields(
              "stat_prefix",
              "cluster",
              "weighted_clusters",
              "metadata_match",
              "idle_timeout",
              "access_log",
              "max_connect_attempts",
              "backoff_options",
              "hash_policy",
              "max_downstream_connection_duration",
              "access_log_flush_interval",
              "flush_access_log_on_connected",
              "access_log_options")
          .and(
              AccessLogConfig.SUPPORTED,
              Supported.all(WeightedCluster.getDefaultInstance()),
              Supported.all(WeightedCluster.ClusterWeight.getDefaultInstance()),
              Supported.of(Metadata.getDefaultInstance()).fields("filter_metadata"),
              Supported.all(BackoffStrategy.getDefaultInstance()),
              Supported.all(TcpAccessLogOptions.getDefaultInstance()),
              Supported.all(HashPolicy.getDefaultInstance()),
              Supported.all(HashPolicy.SourceIp.getDefaultInstance()),
              Supported.all(HashPolicy.FilterState.getDefaultInstance()));

  private static final String LB = "envoy.lb";
  private static final Duration USUAL_IDLE = Duration.ofHours(1);

  TcpProxyConfig {
    targets = List.copyOf(targets);
  }

  /**
   * One cluster.
   *
   * @param metadata that its hosts must have, of {@code envoy.lb}
   */
  record Target(String cluster, int weight, Map<String, Object> metadata) {

    Target {
      metadata = Map.copyOf(metadata);
    }
  }

  /**
   * How long to wait: doubling from {@code baseMillis}, at most {@code maxMillis}, a random part of
   * it.
   */
  record Backoff(long baseMillis, long maxMillis) {

    long most(int failures) {
      return failures > 30 ? maxMillis : Math.min(maxMillis, baseMillis << failures - 1);
    }
  }

  /** What is hashed. */
  sealed interface Hash {

    /** Nothing: hashing load balancers draw. */
    record None() implements Hash {}

    /** The client's address, without port. */
    record SourceIp() implements Hash {}

    /** An object of the connection's filter state. */
    record FilterState(String key) implements Hash {}
  }

  static TcpProxyConfig parse(TcpProxy proto) {
    return new TcpProxyConfig(
        targets(proto),
        proto.hasIdleTimeout()
            ? ProtoValue.duration(proto.getIdleTimeout()).toMillis()
            : USUAL_IDLE.toMillis(),
        ProtoValue.duration(proto.getMaxDownstreamConnectionDuration()).toMillis(),
        proto.hasMaxConnectAttempts() ? proto.getMaxConnectAttempts().getValue() : 1,
        proto.hasBackoffOptions()
            ? ProtoValue.under("backoff_options", () -> backoff(proto.getBackoffOptions()))
            : null,
        hash(proto),
        logMillis(proto),
        logConnected(proto));
  }

  private static List<Target> targets(TcpProxy proto) {
    Map<String, Object> metadata = metadata(proto.getMetadataMatch());
    return switch (proto.getClusterSpecifierCase()) {
      case CLUSTER -> List.of(new Target(proto.getCluster(), 1, metadata));
      case WEIGHTED_CLUSTERS -> {
        List<Target> targets = new ArrayList<>();
        long total = 0;
        for (var weighted : proto.getWeightedClusters().getClustersList()) {
          Map<String, Object> merged = new HashMap<>(metadata);
          merged.putAll(metadata(weighted.getMetadataMatch()));
          targets.add(new Target(weighted.getName(), weighted.getWeight(), merged));
          total += Integer.toUnsignedLong(weighted.getWeight());
        }
        if (total > Integer.MAX_VALUE) {
          throw new InvalidConfigException(
              "weighted_clusters.clusters", total, "weights that add up to less than 2^31");
        }
        yield targets;
      }
      case CLUSTERSPECIFIER_NOT_SET ->
          throw new InvalidConfigException("cluster", null, "cluster or weighted_clusters");
    };
  }

  private static Map<String, Object> metadata(Metadata proto) {
    return ProtoValue.metadata(proto).getOrDefault(LB, Map.of());
  }

  private static Backoff backoff(BackoffStrategy proto) {
    long base = ProtoValue.duration(proto.getBaseInterval()).toMillis();
    long max =
        proto.hasMaxInterval()
            ? ProtoValue.duration(proto.getMaxInterval()).toMillis()
            : base * 10; // Envoy's own default
    if (base < 1 || max < base) {
      throw new InvalidConfigException(
          "max_interval", max + " ms", "at least base_interval, which is at least 1 ms");
    }
    return new Backoff(base, max);
  }

  private static Hash hash(TcpProxy proto) {
    if (proto.getHashPolicyCount() == 0) {
      return new Hash.None();
    }
    HashPolicy policy = proto.getHashPolicy(0);
    return switch (policy.getPolicySpecifierCase()) {
      case SOURCE_IP -> new Hash.SourceIp();
      case FILTER_STATE -> new Hash.FilterState(policy.getFilterState().getKey());
      case POLICYSPECIFIER_NOT_SET ->
          throw new InvalidConfigException("hash_policy[0]", null, "source_ip or filter_state");
    };
  }

  @SuppressWarnings("deprecation") // the older fields are still in use
  private static long logMillis(TcpProxy proto) {
    var options = proto.getAccessLogOptions();
    return ProtoValue.duration(
            options.hasAccessLogFlushInterval()
                ? options.getAccessLogFlushInterval()
                : proto.getAccessLogFlushInterval())
        .toMillis();
  }

  @SuppressWarnings("deprecation") // the older fields are still in use
  private static boolean logConnected(TcpProxy proto) {
    return proto.hasAccessLogOptions()
        ? proto.getAccessLogOptions().getFlushAccessLogOnConnected()
        : proto.getFlushAccessLogOnConnected();
  }
}
