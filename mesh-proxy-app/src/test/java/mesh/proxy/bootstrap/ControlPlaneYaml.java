package mesh.proxy.bootstrap;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.yaml.YamlText;

/** Configuration of proxies with a management server, and what the server sends. */
final class ControlPlaneYaml {

  static final String ADS = "{ads: {}, resource_api_version: V3}";

  private ControlPlaneYaml() {}

  /** The {@code ConfigSource} of a stream for one type. */
  static String own(String apiType) {
    return "{resource_api_version: V3, api_config_source: " + api(apiType) + "}";
  }

  /** A bootstrap that knows the server as cluster {@code control}. */
  static String bootstrap(String apiType, String source, int port, String more) {
    return """
    node: {id: test, cluster: test, metadata: {LABELS: {app: shop}}}
    dynamic_resources:
      ads_config: %s
      lds_config: %s
      cds_config: %s
    static_resources:
      clusters:
      - name: control
        connect_timeout: 1s
        http2_protocol_options: {}
        load_assignment:
          cluster_name: control
          endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}}]}]
    %s
    """
        .formatted(api(apiType), source, source, port, more.indent(4).stripTrailing());
  }

  /** An HTTP listener on a free port; its routes come from the server. */
  static String listener(String source) {
    return """
    name: in
    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/%s
          stat_prefix: in
          rds: {route_config_name: local, config_source: %s}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
    """
        .formatted(
            "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            source);
  }

  static String cluster(String name, String source) {
    return "{name: %s, type: EDS, connect_timeout: 2s, eds_cluster_config: {eds_config: %s}}"
        .formatted(name, source);
  }

  static String endpoints(String cluster, int port) {
    return """
    cluster_name: %s
    endpoints:
    - lb_endpoints:
      - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
    """
        .formatted(cluster, port);
  }

  static String routes(String cluster) {
    return """
    name: local
    virtual_hosts:
    - {name: all, domains: ["*"], routes: [{match: {prefix: /}, route: {cluster: %s}}]}
    """
        .formatted(cluster);
  }

  /** The message that a text stands for. */
  static <M extends Message> M read(String yaml, M prototype) {
    try {
      return ConfigReader.read(YamlText.of("test.yaml", yaml), prototype).message();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String api(String type) {
    return ("{api_type: %s, transport_api_version: V3, set_node_on_first_message_only: true,"
            + " grpc_services: [{envoy_grpc: {cluster_name: control}}]}")
        .formatted(type);
  }
}
