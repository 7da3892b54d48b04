package mesh.pilot.serve;

import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.listener.ApiListener;
import mesh.pilot.generate.route.GrpcRoutes;
import mesh.pilot.model.Service;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/** What gRPC libraries ask for by the target of a channel: {@code xds:///host:port}. */
final class GrpcTargets {

  private GrpcTargets() {}

  static @Nullable Resource listener(World world, Proxy proxy, String target) {
    ClusterName name = name(world, proxy, target);
    return name == null ? null : Resource.of(target, ApiListener.generate(target, name.toString()));
  }

  static @Nullable Resource route(World world, Proxy proxy, String table) {
    ClusterName name = ClusterName.parse(table).orElse(null);
    Service service = name == null ? null : world.service(name.host());
    if (name == null || service == null || service.port(name.port()).isEmpty()) {
      return null;
    }
    return Resource.of(table, GrpcRoutes.generate(world, proxy, service, name));
  }

  private static @Nullable ClusterName name(World world, Proxy proxy, String target) {
    int colon = target.lastIndexOf(':');
    String digits = target.substring(colon + 1);
    if (colon < 0 || !digits.matches("\\d{1,5}")) {
      return null;
    }
    String host = world.fullHost(target.substring(0, colon), proxy.namespace());
    int port = Integer.parseInt(digits);
    Service service = world.service(host);
    return service == null || service.port(port).isEmpty()
        ? null
        : ClusterName.outbound(port, "", host);
  }
}
