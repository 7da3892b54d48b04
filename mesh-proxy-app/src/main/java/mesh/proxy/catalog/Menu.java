package mesh.proxy.catalog;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import mesh.proxy.cluster.ClusterExtensions;
import mesh.proxy.config.Fields;
import mesh.proxy.filter.Extension;
import mesh.proxy.tls.TransportSocketConfig;

/** The whole menu of a running proxy in one form, for those who send it configuration. */
public final class Menu {

  /**
   * One extension.
   *
   * @param category Envoy's word for its kind, such as {@code envoy.filters.http}
   * @param messageName full name of its configuration
   */
  public record Line(String category, String name, String messageName) {}

  private Menu() {}

  /**
   * Every line.
   *
   * @param network filters, those of users included
   * @param http filters, those that end a chain and those of users included
   */
  public static List<Line> of(
      Collection<? extends Extension<?>> network,
      Collection<? extends Extension<?>> http,
      ClusterExtensions clusters) {
    List<Line> lines = new ArrayList<>();
    add("envoy.filters.listener", ListenerFilters.ALL, lines);
    add("envoy.filters.network", network, lines);
    add("envoy.filters.http", http, lines);
    clusters.types().forEach(one -> add("envoy.clusters", one.name(), one.prototype(), lines));
    clusters
        .policies()
        .forEach(one -> add("envoy.load_balancing_policies", one.name(), one.prototype(), lines));
    clusters
        .healthCheckers()
        .forEach(one -> add("envoy.health_checkers", one.name(), one.prototype(), lines));
    add("envoy.access_loggers", AccessLogSinks.ALL, lines);
    add("envoy.tracers", Tracers.ALL, lines);
    TransportSocketConfig.ofListeners()
        .forEach((name, type) -> add("envoy.transport_sockets.downstream", name, type, lines));
    TransportSocketConfig.ofClusters()
        .forEach((name, type) -> add("envoy.transport_sockets.upstream", name, type, lines));
    return List.copyOf(lines);
  }

  private static void add(
      String category, Collection<? extends Extension<?>> extensions, List<Line> lines) {
    extensions.forEach(one -> add(category, one.name(), one.prototype(), lines));
  }

  private static void add(String category, String name, Message prototype, List<Line> lines) {
    lines.add(new Line(category, name, Fields.type(prototype).getFullName()));
  }
}
