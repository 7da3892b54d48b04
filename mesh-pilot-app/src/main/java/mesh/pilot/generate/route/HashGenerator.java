package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import java.util.List;
import java.util.function.Function;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.generate.Policies;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.Destination;
import mesh.pilot.model.HttpRoute;
import mesh.pilot.model.Service;
import mesh.pilot.model.TrafficPolicy.ConsistentHash;
import mesh.pilot.model.TrafficPolicy.HashKey;
import mesh.pilot.world.World;

/** What of a request is hashed, if the service wants the same workload for the same key. */
final class HashGenerator {

  private HashGenerator() {}

  static List<HashPolicy> policies(
      World world,
      HttpRoute.Forward forward,
      Function<Destination, String> clusters,
      String clientNamespace) {
    return forward.to().stream()
        .map(one -> ClusterName.parse(clusters.apply(one.destination())).orElse(null))
        .filter(name -> name != null && world.service(name.host()) != null)
        .flatMap(name -> policy(world, name, clientNamespace).stream())
        .distinct()
        .toList();
  }

  private static List<HashPolicy> policy(World world, ClusterName name, String clientNamespace) {
    Service service = world.service(name.host());
    if (service == null) {
      return List.of();
    }
    var policy = Policies.of(world, service, name.port(), name.subset(), clientNamespace);
    return policy.loadBalancer() instanceof ConsistentHash hash
        ? List.of(of(hash.key()))
        : List.of();
  }

  private static HashPolicy of(HashKey key) {
    var proto = HashPolicy.newBuilder();
    return switch (key) {
      case HashKey.Header(String name) ->
          proto.setHeader(HashPolicy.Header.newBuilder().setHeaderName(name)).build();
      case HashKey.QueryParameter(String name) ->
          proto.setQueryParameter(HashPolicy.QueryParameter.newBuilder().setName(name)).build();
      case HashKey.SourceIp ip ->
          proto
              .setConnectionProperties(
                  HashPolicy.ConnectionProperties.newBuilder().setSourceIp(true))
              .build();
      case HashKey.Cookie cookie ->
          proto
              .setCookie(
                  HashPolicy.Cookie.newBuilder()
                      .setName(cookie.name())
                      .setPath(cookie.path())
                      .setTtl(Protos.duration(cookie.ttl())))
              .build();
    };
  }
}
