package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The hosts of one route table of a gateway. What several virtual services say of a host is put
 * together, as Istio does. Confined to the building of one table.
 */
final class GatewayHosts {

  private final Map<String, Host> byDomain = new LinkedHashMap<>();

  private static final class Host {
    private final Set<List<Route>> routes = new LinkedHashSet<>(); // one list a virtual service
    private boolean redirects;
  }

  /** What is the same for several domains. */
  private record Content(List<Route> routes, boolean redirects) {}

  /** Adds the routes of a virtual service behind those that the domains have. */
  void add(Set<String> domains, List<Route> routes) {
    if (!routes.isEmpty()) {
      domains.forEach(domain -> host(domain).routes.add(routes));
    }
  }

  /** Answers plaintext requests for the domains with where they are served by TLS. */
  void redirect(Set<String> domains) {
    domains.forEach(domain -> host(domain).redirects = true);
  }

  private Host host(String domain) {
    return byDomain.computeIfAbsent(domain.toLowerCase(Locale.ROOT), name -> new Host());
  }

  /** The virtual hosts; domains with the same routes share one. */
  List<VirtualHost.Builder> made(int port) {
    Map<Content, List<String>> domains = new LinkedHashMap<>();
    byDomain.forEach(
        (domain, host) ->
            domains
                .computeIfAbsent(
                    new Content(ordered(host.routes), host.redirects), key -> new ArrayList<>())
                .add(domain));
    List<VirtualHost.Builder> hosts = new ArrayList<>();
    domains.forEach(
        (content, names) -> {
          var host =
              VirtualHost.newBuilder()
                  .setName(names.getFirst() + ":" + port)
                  .addAllDomains(names)
                  .addAllRoutes(content.routes())
                  .setIncludeRequestAttemptCount(true);
          if (content.redirects()) {
            host.setRequireTls(VirtualHost.TlsRequirementType.ALL);
          }
          hosts.add(host);
        });
    return hosts;
  }

  /** In order; but the first that takes every request comes last, and no other like it. */
  private static List<Route> ordered(Set<List<Route>> lists) {
    RouteMatch everything = MatchGenerator.everything();
    List<Route> narrow = new ArrayList<>();
    List<Route> wide = new ArrayList<>();
    for (List<Route> routes : lists) {
      for (Route route : routes) {
        (route.getMatch().equals(everything) ? wide : narrow).add(route);
      }
    }
    narrow.addAll(wide.subList(0, Math.min(1, wide.size())));
    return narrow;
  }
}
