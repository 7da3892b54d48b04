package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.model.Service;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;

/** The route table of one channel of a gRPC library. */
public final class GrpcRoutes {

  private GrpcRoutes() {}

  /** Makes the table; its one virtual host takes every authority. */
  public static RouteConfiguration generate(
      World world, Proxy proxy, Service service, ClusterName name) {
    var inputs = OutboundRoutes.Inputs.of(world, proxy);
    return RouteConfiguration.newBuilder()
        .setName(name.toString())
        .addVirtualHosts(
            VirtualHost.newBuilder()
                .setName(name.host() + ":" + name.port())
                .addDomains("*")
                .addAllRoutes(OutboundRoutes.routes(inputs, service, name.port())))
        .build();
  }
}
