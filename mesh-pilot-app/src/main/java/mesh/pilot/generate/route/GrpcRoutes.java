package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.Route;
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
                .addAllRoutes(
                    OutboundRoutes.routes(inputs, service, name.port()).stream()
                        .map(GrpcRoutes::known)
                        .toList()))
        .build();
  }

  /** Libraries refuse a table with settings of a filter that they do not know (gRFC A39). */
  private static Route known(Route route) {
    return route.toBuilder().removeTypedPerFilterConfig(FilterSettings.CORS).build();
  }
}
