package mesh.proxy.workload;

import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * The service that a request is for. Immutable; each component may be empty.
 *
 * @param host full name
 */
record Service(String host, String name, String namespace) {

  static final Service UNKNOWN = new Service("", "", "");

  private static final Set<String> NO_SERVICE =
      Set.of(
          "BlackHoleCluster",
          "PassthroughCluster",
          "InboundPassthroughCluster",
          "InboundPassthroughClusterIpv4",
          "InboundPassthroughClusterIpv6");

  /**
   * Reads what control planes say of a cluster, and falls back to the request's host.
   *
   * @param host null if the request has none, or if it must not be used
   */
  static Service of(StreamInfo info, @Nullable String host) {
    String asked = host == null ? "" : host;
    String cluster = switch (info.routeName) { // of requests to hosts that the mesh does not know
          case "block_all" -> "BlackHoleCluster";
          case "allow_any" -> "PassthroughCluster";
          default -> info.upstreamClusterName;
        };
    if (NO_SERVICE.contains(cluster)) {
      return new Service(asked, cluster, "");
    }
    Service told = first(info.clusterMetadata.getOrDefault("istio", Map.of()).get("services"));
    return told == null ? new Service(asked, asked, "") : told;
  }

  private static @Nullable Service first(@Nullable Object services) {
    if (!(services instanceof List<?> list)
        || list.isEmpty()
        || !(list.getFirst() instanceof Map<?, ?> fields)) {
      return null;
    }
    String host = text(fields.get("host"));
    String name = text(fields.get("name"));
    int dot = host.indexOf('.');
    return new Service(
        host,
        !name.isEmpty() ? name : dot < 0 ? host : host.substring(0, dot),
        text(fields.get("namespace")));
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
