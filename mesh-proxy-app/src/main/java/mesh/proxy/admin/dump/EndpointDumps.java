package mesh.proxy.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.admin.v3.EndpointsConfigDump;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.endpoint.Locality;

/** The hosts of all clusters, as they are used now. */
public final class EndpointDumps implements DumpSource {

  private final Supplier<Collection<Cluster>> clusters;
  private final Predicate<String> isStatic;

  /** Hosts that stand together in an assignment. */
  private record Group(Locality locality, int priority) {}

  /**
   * @param isStatic knows the names of clusters that the bootstrap has
   */
  public EndpointDumps(Supplier<Collection<Cluster>> clusters, Predicate<String> isStatic) {
    this.clusters = clusters;
    this.isStatic = isStatic;
  }

  @Override
  public List<Message> dumps(boolean endpoints) {
    if (!endpoints) {
      return List.of();
    }
    var dump = EndpointsConfigDump.newBuilder();
    for (Cluster cluster : clusters.get()) {
      Any assignment = Any.pack(assignment(cluster));
      if (isStatic.test(cluster.name())) {
        dump.addStaticEndpointConfigsBuilder().setEndpointConfig(assignment);
      } else {
        dump.addDynamicEndpointConfigsBuilder().setEndpointConfig(assignment);
      }
    }
    return List.of(dump.build());
  }

  private static ClusterLoadAssignment assignment(Cluster cluster) {
    Map<Group, LocalityLbEndpoints.Builder> groups = new LinkedHashMap<>();
    for (Endpoint host : cluster.hosts()) {
      groups
          .computeIfAbsent(new Group(host.locality(), host.priority()), EndpointDumps::group)
          .addLbEndpoints(host(host));
    }
    var assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster.name());
    groups.values().forEach(assignment::addEndpoints);
    return assignment.build();
  }

  private static LocalityLbEndpoints.Builder group(Group group) {
    var locality = group.locality();
    return LocalityLbEndpoints.newBuilder()
        .setPriority(group.priority())
        .setLocality(
            io.envoyproxy.envoy.config.core.v3.Locality.newBuilder()
                .setRegion(locality.region())
                .setZone(locality.zone())
                .setSubZone(locality.subZone()));
  }

  private static LbEndpoint host(Endpoint host) {
    return LbEndpoint.newBuilder()
        .setEndpoint(
            io.envoyproxy.envoy.config.endpoint.v3.Endpoint.newBuilder()
                .setAddress(ProtoAddress.of(host.address()))
                .setHostname(host.hostname()))
        .setHealthStatus(status(host))
        .setLoadBalancingWeight(UInt32Value.of(host.weight()))
        .build();
  }

  private static HealthStatus status(Endpoint host) {
    if (host.has(HealthFlag.EDS_STATUS_DRAINING)) {
      return HealthStatus.DRAINING;
    }
    if (!host.isHealthy() && !host.isDegraded()) {
      return HealthStatus.UNHEALTHY;
    }
    return host.isDegraded() ? HealthStatus.DEGRADED : HealthStatus.HEALTHY;
  }
}
