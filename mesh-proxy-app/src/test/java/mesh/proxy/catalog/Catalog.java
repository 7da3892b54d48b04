package mesh.proxy.catalog;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.Extension;
import mesh.proxy.filter.http.router.RouterFilterFactory;
import mesh.proxy.filter.network.httpconnectionmanager.ConnectionManagerFactory;

/** Every line of the menu in one form, whatever its kind. */
final class Catalog {

  /**
   * One extension.
   *
   * @param kind a heading of the documentation
   */
  record Entry(String kind, Class<?> type, String name, Message prototype, Supported supported) {

    /** As test reports show it. */
    @Override
    public String toString() {
      return name;
    }

    /** Its folder. */
    String folder() {
      return type.getPackageName();
    }

    String messageName() {
      return prototype.getDescriptorForType().getFullName();
    }

    /** The end of its name, which is unique in its folder: {@code tcp_proxy}. */
    String shortName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  private Catalog() {}

  /** All, by kind, in the order of the data flow. */
  static Map<String, List<Entry>> byKind() {
    Map<String, List<Entry>> all = new LinkedHashMap<>();
    extensions(all, "Listener filters", ListenerFilters.ALL);
    extensions(all, "Network filters", networkFilters());
    extensions(all, "HTTP filters", HttpFilters.ALL);
    extensions(all, "HTTP filters that end a chain", List.of(new RouterFilterFactory(null, null)));
    add(
        all,
        "Cluster types",
        ClusterTypes.of(null),
        (ClusterTypeFactory<?> one) ->
            entry("Cluster types", one, one.name(), one.prototype(), one.supported()));
    add(
        all,
        "Load balancing policies",
        LbPolicies.ALL,
        (LbPolicy<?> one) ->
            entry("Load balancing policies", one, one.name(), one.prototype(), one.supported()));
    add(
        all,
        "Health checkers",
        HealthCheckers.ALL,
        (HealthCheckerFactory<?> one) ->
            entry("Health checkers", one, one.name(), one.prototype(), one.supported()));
    extensions(all, "Access logs", AccessLogSinks.ALL);
    extensions(all, "Tracers", Tracers.ALL);
    return all;
  }

  static List<Entry> entries() {
    return byKind().values().stream().flatMap(List::stream).toList();
  }

  // Names, messages and fields need no rooms.
  private static List<? extends Extension<?>> networkFilters() {
    return NetworkFilters.of(NO_ROOMS);
  }

  private static final ConnectionManagerFactory.Services NO_ROOMS =
      new ConnectionManagerFactory.Services(
          null, null, null, null, null, null, null, null, "", "", null);

  private static void extensions(
      Map<String, List<Entry>> all, String kind, List<? extends Extension<?>> some) {
    add(all, kind, some, one -> entry(kind, one, one.name(), one.prototype(), one.supported()));
  }

  private static <E> void add(
      Map<String, List<Entry>> all,
      String kind,
      List<? extends E> some,
      Function<E, Entry> reader) {
    List<Entry> entries = new ArrayList<>();
    some.forEach(one -> entries.add(reader.apply(one)));
    all.put(kind, entries);
  }

  private static Entry entry(
      String kind, Object one, String name, Message prototype, Supported supported) {
    return new Entry(kind, one.getClass(), name, prototype, supported);
  }
}
