package mesh.pilot.serve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mesh.pilot.generate.cluster.OutboundCluster;
import mesh.pilot.generate.endpoint.Endpoints;
import mesh.pilot.generate.telemetry.ProviderCluster;
import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.Service;
import mesh.pilot.world.MutualTls;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/**
 * Clusters and endpoints of all services, for the clients of one namespace. What a service gives is
 * kept as long as the service, its rule and the demands for mTLS are the same objects. Not
 * thread-safe.
 */
final class ServiceViews {

  private final String namespace;
  private final boolean isLibrary;
  private Map<String, Made> byHost = new HashMap<>();
  private View clusters = View.EMPTY;
  private View endpoints = View.EMPTY;

  /** What one service gives. */
  private record Made(
      Service service,
      @Nullable DestinationRule rule,
      MutualTls mutualTls,
      List<Resource> clusters,
      List<Resource> endpoints) {

    boolean isOf(Service now, @Nullable DestinationRule its, MutualTls demanded) {
      return service == now && Objects.equals(rule, its) && mutualTls == demanded;
    }
  }

  /**
   * Of no world yet.
   *
   * @param namespace of the clients
   * @param isLibrary whether the clients are gRPC libraries
   */
  ServiceViews(String namespace, boolean isLibrary) {
    this.namespace = namespace;
    this.isLibrary = isLibrary;
  }

  View clusters() {
    return clusters;
  }

  View endpoints() {
    return endpoints;
  }

  void refresh(World world) {
    Map<String, Made> next = new HashMap<>();
    List<Resource> allClusters = new ArrayList<>();
    List<Resource> allEndpoints = new ArrayList<>();
    for (Service service : world.services()) {
      DestinationRule rule = world.destinationRule(service, namespace);
      Made made = byHost.get(service.host());
      if (made == null || !made.isOf(service, rule, world.mutualTls())) {
        made = make(world, service, rule);
      }
      next.put(service.host(), made);
      allClusters.addAll(made.clusters());
      allEndpoints.addAll(made.endpoints());
    }
    if (!isLibrary) {
      ProviderCluster.of(world)
          .forEach(
              in ->
                  allClusters.add(Resource.of(in.name().toString(), ProviderCluster.generate(in))));
    }
    byHost = next;
    clusters = clusters.next(allClusters);
    endpoints = endpoints.next(allEndpoints);
  }

  private Made make(World world, Service service, @Nullable DestinationRule rule) {
    List<Resource> madeClusters = new ArrayList<>();
    List<Resource> madeEndpoints = new ArrayList<>();
    for (var inputs : OutboundCluster.of(world, service, namespace, isLibrary)) {
      String name = inputs.name().toString();
      madeClusters.add(Resource.of(name, OutboundCluster.generate(inputs)));
      var instances =
          Endpoints.Inputs.of(inputs.name(), service, inputs.labels(), inputs.mutualTls());
      madeEndpoints.add(Resource.of(name, Endpoints.generate(instances)));
    }
    return new Made(service, rule, world.mutualTls(), madeClusters, madeEndpoints);
  }
}
