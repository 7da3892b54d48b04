package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Virtual hosts, each domain in only one of them. Confined to the building of one table. */
final class VirtualHosts {

  private final Set<String> taken = new LinkedHashSet<>();

  /**
   * A virtual host with those of the domains that are still free; null if none is.
   *
   * @param name {@code host:port}
   */
  @org.jspecify.annotations.Nullable
  VirtualHost of(String name, Collection<String> domains, List<Route> routes) {
    List<String> free = domains.stream().filter(taken::add).toList();
    if (free.isEmpty() || routes.isEmpty()) {
      return null;
    }
    return VirtualHost.newBuilder()
        .setName(name)
        .addAllDomains(free)
        .addAllRoutes(routes)
        .setIncludeRequestAttemptCount(true)
        .build();
  }
}
