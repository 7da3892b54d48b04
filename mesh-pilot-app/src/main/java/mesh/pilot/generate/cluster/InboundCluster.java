package mesh.pilot.generate.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.TrafficPolicy;
import mesh.pilot.world.Instance;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;

/** The cluster that leads to the proxy's own workload. */
public final class InboundCluster {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private InboundCluster() {}

  /**
   * Everything that the cluster depends on.
   *
   * @param appAddress where the workload listens
   */
  public record Inputs(Instance instance, String appAddress) {}

  /** One for each port of the workload. */
  public static List<Inputs> of(World world, Proxy proxy) {
    var byPort = new TreeMap<Integer, Inputs>();
    for (Instance instance : world.instancesAt(proxy.address())) {
      byPort.putIfAbsent(instance.number(), new Inputs(instance, proxy.appAddress()));
    }
    return List.copyOf(byPort.values());
  }

  /** Makes the cluster. */
  public static Cluster generate(Inputs inputs) {
    Instance instance = inputs.instance();
    String name = ClusterName.inbound(instance.number()).toString();
    var endpoint =
        LbEndpoint.newBuilder()
            .setEndpoint(
                Endpoint.newBuilder()
                    .setAddress(Protos.address(inputs.appAddress(), instance.number())));
    var proto =
        Cluster.newBuilder()
            .setName(name)
            .setType(Cluster.DiscoveryType.STATIC)
            .setConnectTimeout(Protos.duration(CONNECT_TIMEOUT))
            .setMetadata(
                ServiceMetadata.of(instance.service().host(), instance.service().namespace()))
            .setLoadAssignment(
                ClusterLoadAssignment.newBuilder()
                    .setClusterName(name)
                    .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(endpoint)));
    PolicyGenerator.apply(TrafficPolicy.NONE, instance.port(), proto);
    return proto.build();
  }
}
