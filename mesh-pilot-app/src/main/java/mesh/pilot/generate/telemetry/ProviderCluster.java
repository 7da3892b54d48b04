package mesh.pilot.generate.telemetry;

import com.google.common.net.InetAddresses;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.ExtensionProvider;
import mesh.pilot.model.ExtensionProvider.Target;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.Service;
import mesh.pilot.world.World;

/** The cluster of a provider that is no known service. */
public final class ProviderCluster {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final String HTTP = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private ProviderCluster() {}

  /**
   * Everything that the cluster depends on.
   *
   * @param http2 whether the provider speaks gRPC
   */
  public record Inputs(ClusterName name, boolean http2) {}

  /** Those that the mesh's settings make necessary, by name. */
  public static List<Inputs> of(World world) {
    Map<String, Inputs> byName = new TreeMap<>();
    MeshSettings settings = world.settings();
    List<ExtensionProvider> providers = new ArrayList<>(settings.telemetry().accessLogging());
    if (settings.telemetry().tracing() != null) {
      providers.add(settings.telemetry().tracing());
    }
    for (ExtensionProvider provider : providers) {
      add(world, provider.to(), !(provider instanceof ExtensionProvider.Zipkin), byName);
    }
    if (settings.rateLimit() != null) {
      add(world, settings.rateLimit().to(), true, byName);
    }
    return List.copyOf(byName.values());
  }

  private static void add(World world, Target to, boolean http2, Map<String, Inputs> byName) {
    ClusterName name = name(world, to);
    Service service = world.service(name.host());
    if (service == null || service.port(name.port()).isEmpty()) {
      byName.merge(
          name.toString(),
          new Inputs(name, http2),
          (one, other) -> new Inputs(name, one.http2() || other.http2()));
    }
  }

  /** The cluster by which a target is reached: that of the known service, else one of its own. */
  static ClusterName name(World world, Target to) {
    String host = to.service().substring(to.service().indexOf('/') + 1); // Istio: namespace/host
    String full = world.fullHost(host, world.settings().rootNamespace());
    Service service = world.service(full);
    boolean isKnown = service != null && service.port(to.port()).isPresent();
    return ClusterName.outbound(to.port(), "", isKnown ? full : host);
  }

  /** Makes the cluster. */
  public static Cluster generate(Inputs inputs) {
    String name = inputs.name().toString();
    boolean isAddress = InetAddresses.isInetAddress(inputs.name().host());
    var endpoint =
        LbEndpoint.newBuilder()
            .setEndpoint(
                Endpoint.newBuilder()
                    .setAddress(Protos.address(inputs.name().host(), inputs.name().port())));
    var proto =
        Cluster.newBuilder()
            .setName(name)
            .setAltStatName(name.replace(':', '_'))
            .setType(isAddress ? Cluster.DiscoveryType.STATIC : Cluster.DiscoveryType.STRICT_DNS)
            .setConnectTimeout(Protos.duration(CONNECT_TIMEOUT))
            .setLoadAssignment(
                ClusterLoadAssignment.newBuilder()
                    .setClusterName(name)
                    .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(endpoint)));
    if (!isAddress) {
      family(proto);
    }
    if (inputs.http2()) {
      var explicit =
          ExplicitHttpConfig.newBuilder()
              .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance());
      proto.putTypedExtensionProtocolOptions(
          HTTP,
          Protos.any(HttpProtocolOptions.newBuilder().setExplicitHttpConfig(explicit).build()));
    }
    return proto.build();
  }

  @SuppressWarnings("deprecation") // what replaces it, not every proxy of today knows
  private static void family(Cluster.Builder proto) {
    proto.setDnsLookupFamily(Cluster.DnsLookupFamily.V4_PREFERRED);
  }
}
