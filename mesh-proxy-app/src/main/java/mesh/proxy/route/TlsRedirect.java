package mesh.proxy.route;

import java.util.List;
import java.util.Map;
import mesh.proxy.route.match.PathRule;
import mesh.proxy.tracing.TraceRoute;

/** The route of requests that should have come over TLS. */
final class TlsRedirect {

  private static final int MOVED_PERMANENTLY = 301;

  private TlsRedirect() {}

  static Route route(VirtualHost host) {
    var redirect =
        new Redirect(
            MOVED_PERMANENTLY,
            "https",
            new Redirect.Authority("", 0, false),
            new Redirect.Path.Keep(),
            false);
    return new Route(
        new Route.Parts(
            new RouteFacts("", Map.of(), TraceRoute.NONE, "", Route.NO_LIMIT),
            host,
            new PathRule.Prefix("/", false),
            RouteFilters.NONE,
            RouteMutations.NONE,
            List.of()),
        redirect);
  }
}
