package mesh.e2e.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the bootstrap file for many cases: to each its own listener and its own clusters, so that
 * one process serves them all and none sees the other.
 */
final class Bootstrap {

  private static final Path BASES = Path.of("src", "test", "resources", "differential", "base");
  private static final String TYPE = "type.googleapis.com/envoy.extensions.";
  private static final String HCM =
      TYPE + "filters.network.http_connection_manager.v3.HttpConnectionManager";

  private static final String PROTOCOL = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  static final String LOG_FORMAT =
      "%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL% code=%RESPONSE_CODE% flags=%RESPONSE_FLAGS%"
          + " details=%RESPONSE_CODE_DETAILS% rx=%BYTES_RECEIVED% tx=%BYTES_SENT%"
          + " cluster=%UPSTREAM_CLUSTER% host=%UPSTREAM_HOST% route=%ROUTE_NAME%"
          + " attempts=%UPSTREAM_REQUEST_ATTEMPT_COUNT%"
          + " failure=%UPSTREAM_TRANSPORT_FAILURE_REASON%"
          + " terminated=%CONNECTION_TERMINATION_DETAILS%";

  static String write(String base, int adminPort, List<Slot> slots) {
    Map<String, Object> tree = Tree.read(read(BASES.resolve(base + ".yaml")));
    List<Object> listeners = new ArrayList<>();
    List<Object> clusters = new ArrayList<>();
    for (Slot slot : slots) {
      listeners.add(filledIn(listener(slot), slot));
      clusters.addAll(Tree.list(filledIn(clusters(slot), slot)));
    }
    Map<String, Object> resources = Map.of("listeners", listeners, "clusters", clusters);
    Map<String, Object> whole = Tree.merged(tree, Map.of("static_resources", resources));
    return Tree.write(whole).replace("$admin_port", String.valueOf(adminPort));
  }

  private static Map<String, Object> listener(Slot slot) {
    Map<String, Object> written = slot.story().written();
    Object filters =
        written.getOrDefault("network_filters", List.of(connectionManager(slot.story())));
    Map<String, Object> usual = new LinkedHashMap<>();
    usual.put("name", slot.story().slug());
    usual.put("address", address(slot.port()));
    usual.put("filter_chains", List.of(Map.of("filters", filters)));
    return Tree.merged(usual, Tree.map(written.get("listener")));
  }

  private static Map<String, Object> connectionManager(Case story) {
    Map<String, Object> written = story.written();
    Map<String, Object> usual = new LinkedHashMap<>();
    usual.put("@type", HCM);
    usual.put("stat_prefix", story.slug());
    usual.put("delayed_close_timeout", "0.05s"); // else a close would show after a second
    usual.put("route_config", routes(story));
    usual.put("http_filters", Tree.joined(Tree.list(written.get("filters")), List.of(router())));
    usual.put("access_log", List.of(accessLog(written)));
    return filter(
        "envoy.filters.network.http_connection_manager",
        Tree.merged(usual, Tree.map(written.get("hcm"))));
  }

  private static Map<String, Object> routes(Case story) {
    Map<String, Object> written = story.written();
    String up = "up__" + story.slug();
    Map<String, Object> all =
        Map.of("match", Map.of("prefix", "/"), "route", Map.of("cluster", up));
    Map<String, Object> host = new LinkedHashMap<>();
    host.put("name", "local");
    host.put("domains", List.of("*"));
    host.put("routes", written.getOrDefault("routes", List.of(all)));
    Map<String, Object> merged = Tree.merged(host, Tree.map(written.get("virtual_host")));
    Map<String, Object> usual = new LinkedHashMap<>();
    usual.put("name", "routes");
    usual.put("virtual_hosts", written.getOrDefault("virtual_hosts", List.of(merged)));
    return Tree.merged(usual, Tree.map(written.get("route_config")));
  }

  private static Map<String, Object> accessLog(Map<String, Object> written) {
    String format = LOG_FORMAT + " " + written.getOrDefault("log", "") + "\n";
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("@type", TYPE + "access_loggers.file.v3.FileAccessLog");
    config.put("path", "$log");
    config.put("log_format", Map.of("text_format_source", Map.of("inline_string", format)));
    return filter("envoy.access_loggers.file", config);
  }

  private static Map<String, Object> router() {
    return filter(
        "envoy.filters.http.router", Map.of("@type", TYPE + "filters.http.router.v3.Router"));
  }

  /** The clusters of a case, in the order in which they are written. */
  static Set<String> clusterNames(Case story) {
    Set<String> names = new LinkedHashSet<>();
    names.add("up");
    names.addAll(Tree.map(story.written().get("clusters")).keySet());
    return names;
  }

  private static List<Object> clusters(Slot slot) {
    Map<String, Object> overlays = Tree.map(slot.story().written().get("clusters"));
    List<Object> clusters = new ArrayList<>();
    for (String name : clusterNames(slot.story())) {
      clusters.add(cluster(slot.story(), name, Tree.map(overlays.get(name))));
    }
    return clusters;
  }

  private static Map<String, Object> cluster(Case story, String name, Map<String, Object> written) {
    Map<String, Object> overlay = new LinkedHashMap<>(written);
    Object servers = overlay.remove("servers");
    boolean http2 = Boolean.TRUE.equals(overlay.remove("http2"));
    List<Object> hosts = new ArrayList<>();
    for (Object server : servers == null ? List.of(name) : Tree.list(servers)) {
      hosts.add(Map.of("endpoint", Map.of("address", address("$port_" + server))));
    }
    String realName = name + "__" + story.slug();
    Map<String, Object> usual = new LinkedHashMap<>();
    usual.put("name", realName);
    usual.put(
        "load_assignment",
        Map.of("cluster_name", realName, "endpoints", List.of(Map.of("lb_endpoints", hosts))));
    if (http2) {
      usual.put("typed_extension_protocol_options", Map.of(PROTOCOL, http2()));
    }
    return Tree.merged(usual, overlay);
  }

  private static Map<String, Object> http2() {
    return Map.of(
        "@type",
        "type.googleapis.com/" + PROTOCOL,
        "explicit_http_config",
        Map.of("http2_protocol_options", Map.of()));
  }

  private static Map<String, Object> filter(String name, Map<String, Object> config) {
    return Map.of("name", name, "typed_config", config);
  }

  private static Map<String, Object> address(Object port) {
    return Map.of("socket_address", Map.of("address", "127.0.0.1", "port_value", port));
  }

  /** Puts ports and paths in place of their names. */
  private static Object filledIn(Object tree, Slot slot) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<Object, Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(key, filledIn(value, slot)));
        yield out;
      }
      case List<?> list -> list.stream().map(item -> filledIn(item, slot)).toList();
      case String text when text.equals("$log") -> slot.log().toAbsolutePath().toString();
      case String text when text.startsWith("$port_") -> slot.upstream(text.substring(6)).port();
      default -> tree;
    };
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bootstrap() {}
}
