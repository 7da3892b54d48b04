package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
    if (routes.isEmpty()) {
      return null;
    }
    List<String> free =
        domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).filter(taken::add).toList();
    if (free.isEmpty()) {
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
