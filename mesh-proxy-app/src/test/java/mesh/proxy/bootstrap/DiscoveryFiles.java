package mesh.proxy.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder with the files that a proxy takes its configuration from. */
final class DiscoveryFiles {

  private static final String MANAGER =
      "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3"
          + ".HttpConnectionManager";

  private final Path folder;

  DiscoveryFiles(Path folder) {
    this.folder = folder;
  }

  /** A bootstrap that names {@code lds.yaml} and {@code cds.yaml}. */
  String bootstrap() {
    return """
    node: {id: test, cluster: test}
    dynamic_resources:
      lds_config: %s
      cds_config: %s
    """
        .formatted(source("lds"), source("cds"));
  }

  /** The {@code ConfigSource} of a file, in one line. */
  String source(String file) {
    return "{path_config_source: {path: \"%s\"}}".formatted(folder.resolve(file + ".yaml"));
  }

  /** Moves a new file into the place of the old one; resources are list elements. */
  DiscoveryFiles put(String file, String version, String resources) {
    try {
      Path made = folder.resolve(file + ".new");
      Files.writeString(made, "version_info: \"" + version + "\"\nresources:\n" + resources);
      Files.move(made, folder.resolve(file + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An HTTP listener whose routes are in {@code rds.yaml}. */
  String listener(String name) {
    return """
    - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
      name: %s
      address: {socket_address: {address: 127.0.0.1, port_value: 0}}
      filter_chains:
      - filters:
        - name: envoy.filters.network.http_connection_manager
          typed_config:
            "@type": %s
            stat_prefix: in
            rds: {route_config_name: local, config_source: %s}
            http_filters:
            - name: envoy.filters.http.router
              typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
    """
        .formatted(name, MANAGER, source("rds"));
  }

  /** A route table that sends everything to one cluster. */
  static String routes(String cluster) {
    return """
    - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
      name: local
      virtual_hosts:
      - name: all
        domains: ["*"]
        routes: [{match: {prefix: /}, route: {cluster: %s}}]
    """
        .formatted(cluster);
  }

  /** A cluster whose endpoints are in {@code eds.yaml}. */
  String cluster(String name) {
    return """
    - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
      name: %s
      type: EDS
      connect_timeout: 2s
      eds_cluster_config: {eds_config: %s}
    """
        .formatted(name, source("eds"));
  }

  /** Endpoints on loopback. */
  static String endpoints(String cluster, int port) {
    return """
    - "@type": type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment
      cluster_name: %s
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
    """
        .formatted(cluster, port);
  }
}
