package mesh.pilot.generate.endpoint;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.PeerAuthentication;
import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.Workload;
import mesh.pilot.world.Instance;
import mesh.pilot.world.MutualTls;
import mesh.pilot.world.Selector;

/** The endpoints of one cluster. */
public final class Endpoints {

  /** Key of the endpoint's metadata that chooses the transport socket. */
  public static final String TLS_MODE = "tlsMode";

  public static final String TLS_MODE_ISTIO = "istio";
  public static final String TLS_MODE_DISABLED = "disabled";

  private static final String SOCKET_MATCH = "envoy.transport_socket_match";
  private static final String ISTIO = "istio";

  private Endpoints() {}

  /**
   * Everything that the endpoints depend on.
   *
   * @param instances of the port, those of the subset only
   */
  public record Inputs(ClusterName name, List<Instance> instances) {

    public Inputs {
      instances = List.copyOf(instances);
    }

    /**
     * Chooses the instances of a cluster. Those whose ports do not take mTLS, whatever their labels
     * say, lose the label.
     */
    public static Inputs of(
        ClusterName name, Service service, Map<String, String> labels, MutualTls mutualTls) {
      ServiceEntry.Port port = service.port(name.port()).orElse(null);
      if (port == null) {
        return new Inputs(name, List.of());
      }
      return new Inputs(
          name,
          service.workloads().stream()
              .filter(workload -> Selector.selects(labels, workload.labels()))
              .map(workload -> Instance.of(service, port, workload))
              .map(instance -> reached(instance, mutualTls))
              .toList());
    }

    private static Instance reached(Instance instance, MutualTls mutualTls) {
      Workload workload = instance.workload();
      return workload.takesMutualTls()
              && mutualTls.of(instance.service().namespace(), workload.labels(), instance.number())
                  == PeerAuthentication.Mode.DISABLE
          ? instance.withoutMutualTls()
          : instance;
    }
  }

  /** Makes the load assignment, by locality. */
  public static ClusterLoadAssignment generate(Inputs inputs) {
    Map<String, List<LbEndpoint>> byLocality = new TreeMap<>();
    for (Instance instance : inputs.instances()) {
      byLocality
          .computeIfAbsent(instance.workload().locality(), key -> new ArrayList<>())
          .add(endpoint(instance));
    }
    var proto = ClusterLoadAssignment.newBuilder().setClusterName(inputs.name().toString());
    byLocality.forEach(
        (locality, endpoints) ->
            proto.addEndpoints(
                LocalityLbEndpoints.newBuilder()
                    .setLocality(locality(locality))
                    .setLoadBalancingWeight(Protos.number(weight(endpoints)))
                    .addAllLbEndpoints(endpoints)));
    return proto.build();
  }

  private static int weight(List<LbEndpoint> endpoints) {
    return (int)
        Math.min(
            Integer.MAX_VALUE,
            endpoints.stream()
                .mapToLong(one -> Math.max(1, one.getLoadBalancingWeight().getValue()))
                .sum());
  }

  private static LbEndpoint endpoint(Instance instance) {
    Workload workload = instance.workload();
    return LbEndpoint.newBuilder()
        .setEndpoint(
            Endpoint.newBuilder().setAddress(Protos.address(workload.address(), instance.number())))
        .setLoadBalancingWeight(Protos.number(Math.max(1, workload.weight())))
        .setMetadata(metadata(instance))
        .build();
  }

  private static Metadata metadata(Instance instance) {
    Workload workload = instance.workload();
    var proto = Metadata.newBuilder();
    if (workload.takesMutualTls()) {
      proto.putFilterMetadata(
          SOCKET_MATCH, Struct.newBuilder().putFields(TLS_MODE, text(TLS_MODE_ISTIO)).build());
    }
    return proto.putFilterMetadata(ISTIO, WorkloadMetadata.of(instance)).build();
  }

  static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  private static Locality locality(String text) {
    String[] parts = text.split("/", 3);
    var proto = Locality.newBuilder().setRegion(parts[0]);
    if (parts.length > 1) {
      proto.setZone(parts[1]);
    }
    if (parts.length > 2) {
      proto.setSubZone(parts[2]);
    }
    return proto.build();
  }
}
