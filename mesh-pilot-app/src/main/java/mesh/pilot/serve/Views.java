package mesh.pilot.serve;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import mesh.pilot.generate.listener.GatewayListener;
import mesh.pilot.generate.route.GatewayRoutes;
import mesh.pilot.generate.route.OutboundRoutes;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/**
 * The views of all clients; those that see the same share one, which is made once for each world.
 * Shared by all threads; a view is made by the first that asks, and the others wait for it.
 */
public final class Views {

  private static final long KEPT = 64; // worlds that a view is kept without being asked for

  private final Supplier<World> worlds;
  private final String credentials;
  private final Map<Object, Shared> byKey = new ConcurrentHashMap<>();

  /**
   * Nothing is made yet.
   *
   * @param worlds gives the world of now
   * @param credentials folder of the certificates that gateways name
   */
  public Views(Supplier<World> worlds, String credentials) {
    this.worlds = worlds;
    this.credentials = credentials;
  }

  /** Who sees the same services. */
  private record Client(String namespace, boolean isLibrary) {}

  /** Who sees the same routes of services. */
  private record Sender(String namespace, Map<String, String> labels) {}

  /** Gateways that are replicas of each other. */
  private record Edge(
      ResourceType type,
      String address,
      String namespace,
      Map<String, String> labels,
      Proxy.Filters filters) {}

  World world() {
    return worlds.get();
  }

  View clusters(Proxy proxy) {
    return services(proxy).clusters;
  }

  View endpoints(Proxy proxy) {
    return services(proxy).endpoints;
  }

  private ServiceShared services(Proxy proxy) {
    var key = new Client(proxy.namespace(), proxy.type() == Proxy.Type.GRPC);
    var shared =
        (ServiceShared)
            byKey.computeIfAbsent(
                key, of -> new ServiceShared(new ServiceViews(key.namespace(), key.isLibrary())));
    shared.refresh(world());
    return shared;
  }

  View routes(Proxy proxy) {
    World world = world();
    return proxy.type() == Proxy.Type.ROUTER
        ? edge(ResourceType.ROUTE, proxy, Views::gatewayRoutes)
        : sidecarRoutes(new Sender(proxy.namespace(), world.labelsThatMatter(proxy.labels())));
  }

  private View sidecarRoutes(Sender key) {
    return shaped(
        key,
        world -> {
          var inputs = new OutboundRoutes.Inputs(world, key.namespace(), key.labels());
          return List.of(Resource.of(OutboundRoutes.NAME, OutboundRoutes.generate(inputs)));
        });
  }

  private static List<Resource> gatewayRoutes(World world, Proxy proxy) {
    return GatewayRoutes.of(world, proxy).values().stream()
        .map(inputs -> Resource.of(inputs.name(), GatewayRoutes.generate(inputs)))
        .toList();
  }

  View gatewayListeners(Proxy proxy) {
    return edge(
        ResourceType.LISTENER,
        proxy,
        (world, of) ->
            GatewayListener.of(world, of, credentials).stream()
                .map(GatewayListener::generate)
                .map(listener -> Resource.of(listener.getName(), listener))
                .toList());
  }

  private View edge(
      ResourceType type,
      Proxy proxy,
      java.util.function.BiFunction<World, Proxy, List<Resource>> generator) {
    var key = new Edge(type, proxy.address(), proxy.namespace(), proxy.labels(), proxy.filters());
    return shaped(key, world -> generator.apply(world, proxy));
  }

  private View shaped(Object key, Function<World, List<Resource>> generator) {
    var shared = (ShapeShared) byKey.computeIfAbsent(key, of -> new ShapeShared(generator));
    shared.refresh(world());
    return shared.view;
  }

  /** Forgets what nobody asked for through many worlds. */
  public void age() {
    long oldest = world().version() - KEPT;
    byKey.values().removeIf(shared -> shared.version < oldest);
  }

  /** Something that is made once for each world. A thread that is late gets what is newer. */
  private abstract static class Shared {

    volatile long version = Long.MIN_VALUE;

    final void refresh(World world) {
      if (version < world.version()) {
        refreshOnce(world);
      }
    }

    private synchronized void refreshOnce(World world) {
      if (version < world.version()) {
        make(world);
        version = world.version();
      }
    }

    abstract void make(World world);
  }

  private static final class ServiceShared extends Shared {

    private final ServiceViews views;
    volatile View clusters = View.EMPTY;
    volatile View endpoints = View.EMPTY;

    ServiceShared(ServiceViews views) {
      this.views = views;
    }

    @Override
    void make(World world) {
      views.refresh(world);
      clusters = views.clusters();
      endpoints = views.endpoints();
    }
  }

  /** Depends on everything but the workloads. */
  private static final class ShapeShared extends Shared {

    private final Function<World, List<Resource>> generator;
    volatile View view = View.EMPTY;
    private @Nullable Object shape;

    ShapeShared(Function<World, List<Resource>> generator) {
      this.generator = generator;
    }

    @Override
    void make(World world) {
      if (shape != world.shape()) {
        view = view.next(generator.apply(world));
        shape = world.shape();
      }
    }
  }
}
