package mesh.pilot.serve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import mesh.pilot.generate.cluster.InboundCluster;
import mesh.pilot.generate.listener.InboundListener;
import mesh.pilot.generate.listener.OutboundListener;
import mesh.pilot.world.Instance;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/**
 * What one client sees: views that it shares with others, and what is made for it alone. Confined
 * to its stream.
 */
public final class ClientViews {

  private final Views shared;
  private final Proxy proxy;
  private View ownClusters = View.EMPTY;
  private View ownListeners = View.EMPTY;
  private @Nullable Object shape;
  private @Nullable List<Instance> instances;
  private final Map<ResourceType, Named> named = new java.util.EnumMap<>(ResourceType.class);

  public ClientViews(Views shared, Proxy proxy) {
    this.shared = shared;
    this.proxy = proxy;
  }

  /** What was made of which names. */
  private record Named(@Nullable Object shape, Set<String> names, View view) {}

  /**
   * What the client sees of one type.
   *
   * @param names that it asks for; null for all there are
   */
  public List<View> of(ResourceType type, @Nullable Collection<String> names) {
    return switch (type) {
      case CLUSTER ->
          proxy.type() == Proxy.Type.SIDECAR
              ? List.of(shared.clusters(proxy), own().ownClusters)
              : List.of(shared.clusters(proxy));
      case ENDPOINT -> List.of(shared.endpoints(proxy));
      case LISTENER ->
          switch (proxy.type()) {
            case SIDECAR -> List.of(own().ownListeners);
            case ROUTER -> List.of(shared.gatewayListeners(proxy));
            case GRPC -> List.of(named(type, names, this::target));
          };
      case ROUTE ->
          List.of(
              proxy.type() == Proxy.Type.GRPC
                  ? named(type, names, this::table)
                  : shared.routes(proxy));
    };
  }

  private ClientViews own() {
    World world = shared.world();
    List<Instance> now = world.instancesAt(proxy.address());
    if (shape != world.shape() || !Objects.equals(instances, now)) {
      List<Resource> listeners = new ArrayList<>();
      var outbound = OutboundListener.generate(OutboundListener.Inputs.of(world, proxy));
      listeners.add(Resource.of(outbound.getName(), outbound));
      for (var inputs : InboundListener.of(world, proxy)) {
        var listener = InboundListener.generate(inputs);
        listeners.add(Resource.of(listener.getName(), listener));
      }
      List<Resource> clusters = new ArrayList<>();
      for (var inputs : InboundCluster.of(world, proxy)) {
        var cluster = InboundCluster.generate(inputs);
        clusters.add(Resource.of(cluster.getName(), cluster));
      }
      ownListeners = ownListeners.next(listeners);
      ownClusters = ownClusters.next(clusters);
      shape = world.shape();
      instances = now;
    }
    return this;
  }

  private @Nullable Resource target(World world, String name) {
    return GrpcTargets.listener(world, proxy, name);
  }

  private @Nullable Resource table(World world, String name) {
    return GrpcTargets.route(world, proxy, name);
  }

  private View named(
      ResourceType type,
      @Nullable Collection<String> names,
      BiFunction<World, String, @Nullable Resource> generator) {
    World world = shared.world();
    Set<String> wanted = names == null ? Set.of() : Set.copyOf(names);
    Named before = named.getOrDefault(type, new Named(null, Set.of(), View.EMPTY));
    if (before.shape() == world.shape() && before.names().equals(wanted)) {
      return before.view();
    }
    List<Resource> made = new ArrayList<>();
    for (String name : wanted) {
      Resource resource = generator.apply(world, name);
      if (resource != null) {
        made.add(resource);
      }
    }
    View view = before.view().next(made);
    named.put(type, new Named(world.shape(), wanted, view));
    return view;
  }
}
