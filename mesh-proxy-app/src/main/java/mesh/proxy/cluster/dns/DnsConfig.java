package mesh.proxy.cluster.dns;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;

/** How names of a cluster are looked up. Immutable. */
public record DnsConfig(DnsServers servers, DnsFamily family, RefreshTimes times) {

  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final int FAILURE_GROWTH = 10;

  /** Reads the fields of the cluster. */
  @SuppressWarnings("deprecation") // they are still written
  public static DnsConfig parse(Cluster proto) {
    Duration usual =
        proto.hasDnsRefreshRate()
            ? positive("dns_refresh_rate", proto.getDnsRefreshRate())
            : REFRESH;
    var failure = proto.getDnsFailureRefreshRate();
    Duration base =
        proto.hasDnsFailureRefreshRate()
            ? positive("dns_failure_refresh_rate.base_interval", failure.getBaseInterval())
            : Duration.ZERO;
    Duration most =
        failure.hasMaxInterval()
            ? positive("dns_failure_refresh_rate.max_interval", failure.getMaxInterval())
            : base.multipliedBy(FAILURE_GROWTH);
    return new DnsConfig(
        DnsServersConfig.parse(proto),
        family(proto.getDnsLookupFamily()),
        times(
            usual,
            proto.getRespectDnsTtl(),
            ProtoValue.duration(proto.getDnsJitter()),
            base,
            most));
  }

  /** Reads the settings of {@code envoy.clusters.dns}; servers may still stand in the cluster. */
  public static DnsConfig parse(DnsCluster proto, Cluster cluster) {
    Duration usual =
        proto.hasDnsRefreshRate()
            ? positive("dns_refresh_rate", proto.getDnsRefreshRate())
            : REFRESH;
    var failure = proto.getDnsFailureRefreshRate();
    Duration base =
        proto.hasDnsFailureRefreshRate()
            ? positive("dns_failure_refresh_rate.base_interval", failure.getBaseInterval())
            : Duration.ZERO;
    Duration most =
        failure.hasMaxInterval()
            ? positive("dns_failure_refresh_rate.max_interval", failure.getMaxInterval())
            : base.multipliedBy(FAILURE_GROWTH);
    TypedExtensionConfig resolver = proto.getTypedDnsResolverConfig();
    return new DnsConfig(
        proto.hasTypedDnsResolverConfig()
            ? ProtoValue.under("typed_dns_resolver_config", () -> DnsServersConfig.parse(resolver))
            : DnsServersConfig.parse(cluster),
        family(proto),
        times(
            usual,
            proto.getRespectDnsTtl(),
            ProtoValue.duration(proto.getDnsJitter()),
            base,
            most));
  }

  private static RefreshTimes times(
      Duration usual, boolean respectTtl, Duration jitter, Duration base, Duration most) {
    if (most.compareTo(base) < 0) {
      throw new InvalidConfigException(
          "dns_failure_refresh_rate.max_interval", most, "at least base_interval, " + base);
    }
    return new RefreshTimes(usual, respectTtl, jitter, base, most);
  }

  private static DnsFamily family(Cluster.DnsLookupFamily proto) {
    return switch (proto) {
      case AUTO -> DnsFamily.AUTO;
      case V4_ONLY -> DnsFamily.V4_ONLY;
      case V6_ONLY -> DnsFamily.V6_ONLY;
      case V4_PREFERRED -> DnsFamily.V4_PREFERRED;
      case ALL -> DnsFamily.ALL;
      case UNRECOGNIZED ->
          throw new InvalidConfigException("dns_lookup_family", proto, "a known family");
    };
  }

  private static DnsFamily family(DnsCluster proto) {
    return switch (proto.getDnsLookupFamily()) {
      case UNSPECIFIED, AUTO -> DnsFamily.AUTO;
      case V4_ONLY -> DnsFamily.V4_ONLY;
      case V6_ONLY -> DnsFamily.V6_ONLY;
      case V4_PREFERRED -> DnsFamily.V4_PREFERRED;
      case ALL -> DnsFamily.ALL;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "dns_lookup_family", proto.getDnsLookupFamilyValue(), "a known family");
    };
  }

  private static Duration positive(String field, com.google.protobuf.Duration proto) {
    Duration duration = ProtoValue.duration(proto);
    if (duration.toMillis() < 1) {
      throw new InvalidConfigException(field, duration, ">= 1ms");
    }
    return duration;
  }
}
