package mesh.pilot.serve;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.cluster.InboundCluster;
import mesh.pilot.generate.cluster.OutboundCluster;
import mesh.pilot.generate.endpoint.Endpoints;
import mesh.pilot.generate.listener.GatewayListener;
import mesh.pilot.generate.listener.InboundListener;
import mesh.pilot.generate.listener.OutboundListener;
import mesh.pilot.generate.route.GatewayRoutes;
import mesh.pilot.generate.route.OutboundRoutes;
import mesh.pilot.generate.telemetry.ProviderCluster;
import mesh.pilot.model.Service;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/**
 * Everything that proxies can ask for in one world. Shared by all threads.
 *
 * @param credentials folder of the certificates that gateways name
 */
public record Resources(World world, ResourceCache cache, String credentials) {

  /**
   * What a proxy should have.
   *
   * @param names that it asks for; null for all there are
   * @return by name; what does not exist is missing
   */
  public Map<String, Resource> of(
      ResourceType type, Proxy proxy, @Nullable Collection<String> names) {
    Map<String, Resource> found = new LinkedHashMap<>();
    switch (type) {
      case CLUSTER -> clusters(proxy, names, found);
      case ENDPOINT -> names(names).forEach(name -> add(endpoints(proxy, name), found));
      case LISTENER -> listeners(proxy, names, found);
      case ROUTE -> names(names).forEach(name -> add(route(proxy, name), found));
    }
    return found;
  }

  private static Collection<String> names(@Nullable Collection<String> names) {
    return names == null ? List.of() : names;
  }

  private static void add(@Nullable Resource resource, Map<String, Resource> to) {
    if (resource != null) {
      to.put(resource.name(), resource);
    }
  }

  private void clusters(
      Proxy proxy, @Nullable Collection<String> names, Map<String, Resource> found) {
    if (names != null) {
      names.forEach(name -> add(cluster(proxy, name), found));
      return;
    }
    for (Service service : world.services()) {
      for (var inputs : OutboundCluster.of(world, service, proxy.namespace())) {
        add(cache.of(inputs, Resources::cluster), found);
      }
    }
    if (proxy.type() != Proxy.Type.GRPC) {
      ProviderCluster.of(world).forEach(in -> add(cache.of(in, Resources::cluster), found));
    }
    if (proxy.type() == Proxy.Type.SIDECAR) {
      InboundCluster.of(world, proxy).forEach(in -> add(cache.of(in, Resources::cluster), found));
    }
  }

  private @Nullable Resource cluster(Proxy proxy, String name) {
    OutboundCluster.Inputs inputs = outbound(proxy, name);
    if (inputs != null) {
      return cache.of(inputs, Resources::cluster);
    }
    return InboundCluster.of(world, proxy).stream()
        .map(in -> cache.of(in, Resources::cluster))
        .filter(resource -> resource.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private OutboundCluster.@Nullable Inputs outbound(Proxy proxy, String name) {
    ClusterName parsed = ClusterName.parse(name).orElse(null);
    Service service = parsed == null ? null : world.service(parsed.host());
    if (service == null) {
      return null;
    }
    return OutboundCluster.of(world, service, proxy.namespace()).stream()
        .filter(one -> one.name().equals(parsed))
        .findFirst()
        .orElse(null);
  }

  private static Resource cluster(OutboundCluster.Inputs inputs) {
    return Resource.of(inputs.name().toString(), OutboundCluster.generate(inputs));
  }

  private static Resource cluster(ProviderCluster.Inputs inputs) {
    return Resource.of(inputs.name().toString(), ProviderCluster.generate(inputs));
  }

  private static Resource cluster(InboundCluster.Inputs inputs) {
    var proto = InboundCluster.generate(inputs);
    return Resource.of(proto.getName(), proto);
  }

  private @Nullable Resource endpoints(Proxy proxy, String name) {
    OutboundCluster.Inputs cluster = outbound(proxy, name);
    if (cluster == null) {
      return null;
    }
    var inputs = Endpoints.Inputs.of(cluster.name(), cluster.service(), cluster.labels());
    return cache.of(inputs, one -> Resource.of(name, Endpoints.generate(one)));
  }

  private void listeners(
      Proxy proxy, @Nullable Collection<String> names, Map<String, Resource> found) {
    switch (proxy.type()) {
      case SIDECAR -> {
        add(cache.of(OutboundListener.Inputs.of(world, proxy), Resources::listener), found);
        InboundListener.of(world, proxy)
            .forEach(in -> add(cache.of(in, Resources::listener), found));
      }
      case ROUTER ->
          GatewayListener.of(world, proxy, credentials)
              .forEach(in -> add(cache.of(in, Resources::listener), found));
      case GRPC ->
          names(names).forEach(name -> add(GrpcTargets.listener(world, proxy, name), found));
    }
    if (names != null) {
      found.keySet().retainAll(names);
    }
  }

  private static Resource listener(OutboundListener.Inputs inputs) {
    var proto = OutboundListener.generate(inputs);
    return Resource.of(proto.getName(), proto);
  }

  private static Resource listener(InboundListener.Inputs inputs) {
    var proto = InboundListener.generate(inputs);
    return Resource.of(proto.getName(), proto);
  }

  private static Resource listener(GatewayListener.Inputs inputs) {
    var proto = GatewayListener.generate(inputs);
    return Resource.of(proto.getName(), proto);
  }

  private @Nullable Resource route(Proxy proxy, String name) {
    return switch (proxy.type()) {
      case SIDECAR ->
          name.equals(OutboundRoutes.NAME)
              ? cache.of(
                  OutboundRoutes.Inputs.of(world, proxy),
                  inputs -> Resource.of(name, OutboundRoutes.generate(inputs)))
              : null;
      case ROUTER -> {
        GatewayRoutes.Inputs inputs = GatewayRoutes.of(world, proxy).get(name);
        yield inputs == null
            ? null
            : cache.of(inputs, one -> Resource.of(name, GatewayRoutes.generate(one)));
      }
      case GRPC -> GrpcTargets.route(world, proxy, name);
    };
  }
}
