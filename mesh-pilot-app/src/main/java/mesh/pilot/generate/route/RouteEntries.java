package mesh.pilot.generate.route;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import mesh.pilot.model.Destination;
import mesh.pilot.model.HeaderRules;
import mesh.pilot.model.HttpMatch;
import mesh.pilot.model.HttpRoute;
import mesh.pilot.model.HttpRoute.Forward;
import mesh.pilot.model.HttpRoute.Weighted;
import mesh.pilot.model.VirtualService;
import mesh.pilot.world.World;

/** The routes of one virtual service, or of a service that has none. */
final class RouteEntries {

  private final World world;
  private final String clientNamespace;
  private final int port;

  /**
   * For one client and port.
   *
   * @param port of the virtual host; where a destination names none and has several, it is taken
   */
  RouteEntries(World world, String clientNamespace, int port) {
    this.world = world;
    this.clientNamespace = clientNamespace;
    this.port = port;
  }

  /**
   * One entry for each match of each route, in order.
   *
   * @param applies decides what cannot be decided by looking at a request
   */
  List<Route> of(VirtualService rule, Predicate<HttpMatch> applies) {
    var clusters = new ClusterChoice(world, rule.meta().namespace(), port);
    List<Route> entries = new ArrayList<>();
    for (HttpRoute route : rule.http()) {
      if (route.match().isEmpty()) {
        entries.add(entry(route, route.name(), MatchGenerator.everything(), clusters));
        return entries; // what follows is never reached
      }
      for (HttpMatch match : route.match()) {
        if (applies.test(match)) {
          RouteMatch condition = MatchGenerator.of(match);
          entries.add(entry(route, name(route, match), condition, clusters));
          if (condition.equals(MatchGenerator.everything())) {
            return entries;
          }
        }
      }
    }
    return entries;
  }

  private static String name(HttpRoute route, HttpMatch match) {
    return match.name().isEmpty() || route.name().isEmpty()
        ? route.name() + match.name()
        : route.name() + "." + match.name();
  }

  /** The one entry of a service without virtual service. */
  Route plain(String cluster) {
    var route =
        new HttpRoute(
            "default",
            List.of(),
            new Forward(List.of(new Weighted(new Destination("", "", null), 0, HeaderRules.NONE))),
            null,
            null,
            null,
            null,
            List.of(),
            HeaderRules.NONE,
            null);
    return entry(route, "default", MatchGenerator.everything(), destination -> cluster);
  }

  private Route entry(
      HttpRoute route,
      String name,
      RouteMatch match,
      java.util.function.Function<Destination, String> clusters) {
    var proto = Route.newBuilder().setName(name).setMatch(match);
    switch (route.action()) {
      case Forward forward -> {
        RouteAction.Builder action = ActionGenerator.forward(route, forward, clusters);
        HashGenerator.policies(world, forward, clusters, clientNamespace)
            .forEach(action::addHashPolicy);
        proto.setRoute(action);
        proto.setDecorator(
            Decorator.newBuilder().setOperation(operation(forward, match, clusters)));
      }
      case HttpRoute.Redirect redirect -> proto.setRedirect(ActionGenerator.redirect(redirect));
      case HttpRoute.DirectResponse reply -> proto.setDirectResponse(ActionGenerator.reply(reply));
    }
    HeaderRules headers = route.headers();
    proto
        .addAllRequestHeadersToAdd(HeaderGenerator.values(headers.request()))
        .addAllRequestHeadersToRemove(headers.request().remove())
        .addAllResponseHeadersToAdd(HeaderGenerator.values(headers.response()))
        .addAllResponseHeadersToRemove(headers.response().remove());
    Map<String, Any> filters = new LinkedHashMap<>(FilterSettings.of(route));
    return proto.putAllTypedPerFilterConfig(filters).build();
  }

  /** What traces call it, as Istio does: host, port and path of the first destination. */
  private static String operation(
      Forward forward,
      RouteMatch match,
      java.util.function.Function<Destination, String> clusters) {
    String cluster = clusters.apply(forward.to().getFirst().destination());
    String[] parts = cluster.split("\\|", -1);
    String path = match.hasPath() ? match.getPath() : match.hasPrefix() ? match.getPrefix() : "/";
    return parts.length == 4 ? parts[3] + ":" + parts[1] + path + "*" : cluster;
  }
}
