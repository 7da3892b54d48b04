package mesh.pilot.generate.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.Policies;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.endpoint.Endpoints;
import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.ServiceEntry.Resolution;
import mesh.pilot.model.TrafficPolicy;
import mesh.pilot.world.MutualTls;
import mesh.pilot.world.World;

/** The cluster of one port and subset of a service. */
public final class OutboundCluster {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DNS_REFRESH = Duration.ofSeconds(60);

  private static final DestinationRule.Subset ALL =
      new DestinationRule.Subset("", Map.of(), TrafficPolicy.NONE);

  private OutboundCluster() {}

  /**
   * Everything that the cluster depends on. Its workloads are part of it only where it is resolved
   * by name, and their identities where it is called by mTLS.
   *
   * @param labels of the subset; empty for all workloads
   * @param mutualTls which of the workloads take mTLS
   * @param isLibrary whether the client is a gRPC library, which knows few load balancers
   */
  public record Inputs(
      ClusterName name,
      Service service,
      ServiceEntry.Port port,
      Map<String, String> labels,
      TrafficPolicy policy,
      MeshSettings settings,
      MutualTls mutualTls,
      boolean isLibrary) {

    public Inputs {
      labels = Map.copyOf(labels);
    }
  }

  /** The clusters of a service for one client: each port, and each port and subset. */
  public static List<Inputs> of(World world, Service service, String clientNamespace) {
    return of(world, service, clientNamespace, false);
  }

  /**
   * The clusters of a service for one client.
   *
   * @param isLibrary whether the client is a gRPC library
   */
  public static List<Inputs> of(
      World world, Service service, String clientNamespace, boolean isLibrary) {
    DestinationRule rule = world.destinationRule(service, clientNamespace);
    List<Inputs> inputs = new ArrayList<>();
    if (service.host().startsWith("*")) {
      return inputs; // nowhere to connect to
    }
    for (ServiceEntry.Port port : service.ports()) {
      inputs.add(inputs(world, service, port, ALL, clientNamespace, isLibrary));
      if (rule != null) {
        for (DestinationRule.Subset subset : rule.subsets()) {
          inputs.add(inputs(world, service, port, subset, clientNamespace, isLibrary));
        }
      }
    }
    return inputs;
  }

  private static Inputs inputs(
      World world,
      Service service,
      ServiceEntry.Port port,
      DestinationRule.Subset subset,
      String clientNamespace,
      boolean isLibrary) {
    return new Inputs(
        ClusterName.outbound(port.number(), subset.name(), service.host()),
        service,
        port,
        subset.labels(),
        Policies.of(world, service, port.number(), subset.name(), clientNamespace),
        world.settings(),
        world.mutualTls(),
        isLibrary);
  }

  /** Makes the cluster. */
  public static Cluster generate(Inputs inputs) {
    var proto =
        Cluster.newBuilder()
            .setName(inputs.name().toString())
            .setAltStatName(inputs.name().toString().replace(':', '_'))
            .setConnectTimeout(Protos.duration(CONNECT_TIMEOUT))
            .setMetadata(metadata(inputs));
    discovery(inputs, proto);
    PolicyGenerator.apply(inputs.policy(), inputs.port(), proto);
    if (inputs.isLibrary()) {
      library(proto);
    } else {
      ClientTlsGenerator.apply(inputs, proto);
    }
    return proto.build();
  }

  /** gRPC knows no choice by endpoint between TLS and plaintext, and these load balancers only. */
  private static void library(Cluster.Builder proto) {
    if (proto.getLbPolicy() != Cluster.LbPolicy.RING_HASH) {
      proto.setLbPolicy(Cluster.LbPolicy.ROUND_ROBIN);
    }
  }

  @SuppressWarnings("deprecation") // what replaces it, not every proxy of today knows
  private static void discovery(Inputs inputs, Cluster.Builder proto) {
    Resolution resolution = inputs.service().resolution();
    switch (resolution) {
      case STATIC, NONE ->
          proto
              .setType(Cluster.DiscoveryType.EDS)
              .setEdsClusterConfig(
                  Cluster.EdsClusterConfig.newBuilder()
                      .setServiceName(inputs.name().toString())
                      .setEdsConfig(ads()));
      case DNS, DNS_ROUND_ROBIN -> {
        ClusterLoadAssignment endpoints = endpoints(inputs);
        proto
            .setType(type(resolution, endpoints))
            .setDnsRefreshRate(Protos.duration(DNS_REFRESH))
            .setRespectDnsTtl(true)
            .setDnsLookupFamily(Cluster.DnsLookupFamily.V4_PREFERRED)
            .setLoadAssignment(endpoints);
      }
    }
  }

  /** Proxies refuse a logical name of several endpoints, or of none. */
  private static Cluster.DiscoveryType type(
      Resolution resolution, ClusterLoadAssignment endpoints) {
    boolean isOne =
        endpoints.getEndpointsCount() == 1 && endpoints.getEndpoints(0).getLbEndpointsCount() == 1;
    return resolution == Resolution.DNS_ROUND_ROBIN && isOne
        ? Cluster.DiscoveryType.LOGICAL_DNS
        : Cluster.DiscoveryType.STRICT_DNS;
  }

  private static ClusterLoadAssignment endpoints(Inputs inputs) {
    return Endpoints.generate(
        Endpoints.Inputs.of(inputs.name(), inputs.service(), inputs.labels(), inputs.mutualTls()));
  }

  private static ConfigSource ads() {
    return ConfigSource.newBuilder()
        .setAds(AggregatedConfigSource.getDefaultInstance())
        .setInitialFetchTimeout(Protos.duration(Duration.ZERO))
        .setResourceApiVersion(ApiVersion.V3)
        .build();
  }

  /** Who is called, for access logs and metrics; Istio's key. */
  private static Metadata metadata(Inputs inputs) {
    return ServiceMetadata.of(inputs.service().host(), inputs.service().namespace());
  }
}
