package mesh.proxy.bootstrap;

import mesh.testkit.TestAuthority;

/** Pieces of bootstraps for tests with TCP. */
final class Yaml {

  private Yaml() {}

  /** A bootstrap of listeners and clusters, each indented by two spaces. */
  static String bootstrap(String listeners, String clusters) {
    return "static_resources:\n  listeners:\n"
        + listeners.indent(2)
        + "  clusters:\n"
        + clusters.indent(2);
  }

  /** A listener with one chain that goes to a cluster. */
  static String listener(String name, String cluster, String rest) {
    return """
    - name: %s
      address: {socket_address: {address: 127.0.0.1, port_value: 0}}
      filter_chains:
      - filters:
    %s
    %s
    """
        .formatted(
            name, tcpProxy(cluster).indent(4).stripTrailing(), rest.indent(2).stripTrailing());
  }

  /**
   * A listener for HTTP: {@code /plain/half} is answered with 201 for the share {@code half.on} of
   * the runtime, {@code /plain} goes to the cluster "plain", everything else to another.
   */
  static String httpListener(String name, String cluster, String rest) {
    return """
    - name: %1$s
      address: {socket_address: {address: 127.0.0.1, port_value: 0}}
      filter_chains:
      - filters:
        - name: envoy.filters.network.http_connection_manager
          typed_config:
            "@type": \
                type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
            stat_prefix: %1$s
            route_config:
              name: %1$s_routes
              virtual_hosts:
              - name: all
                domains: ["*"]
                routes:
                - match:
                    prefix: /plain/half
                    runtime_fraction: {runtime_key: half.on, default_value: {numerator: 0}}
                  direct_response: {status: 201, body: {inline_string: half}}
                - match: {prefix: /plain}
                  route: {cluster: plain}
                - match: {prefix: /}
                  route: {cluster: %2$s}
            http_filters:
            - name: envoy.filters.http.router
              typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
    %3$s
    """
        .formatted(name, cluster, rest.indent(2).stripTrailing());
  }

  /** The list element of a tcp_proxy filter. */
  static String tcpProxy(String cluster) {
    return tcpProxy(cluster, "");
  }

  static String tcpProxy(String cluster, String more) {
    return """
    - name: envoy.filters.network.tcp_proxy
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
        stat_prefix: test
        cluster: %s
    %s\
    """
        .formatted(cluster, more.indent(4));
  }

  /** A static cluster with one host on loopback. */
  static String cluster(String name, int port, String rest) {
    return """
    - name: %s
      connect_timeout: 2s
      load_assignment:
        cluster_name: %s
        endpoints:
        - lb_endpoints:
          - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
    %s
    """
        .formatted(name, name, port, rest.indent(2).stripTrailing());
  }

  /** A transport socket of a chain or of a cluster, with certificates in files. */
  static String tls(boolean upstream, TestAuthority.PemFiles files, String peer, String rest) {
    return """
    transport_socket:
      name: envoy.transport_sockets.tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.%s
        common_tls_context:
          tls_certificates:
          - certificate_chain: {filename: "%s"}
            private_key: {filename: "%s"}
          validation_context:
            trusted_ca: {filename: "%s"}
            match_typed_subject_alt_names: [{san_type: URI, matcher: {exact: "%s"}}]
    %s
    """
        .formatted(
            upstream ? "UpstreamTlsContext" : "DownstreamTlsContext",
            files.certificateChain(),
            files.key(),
            files.root(),
            peer,
            rest.indent(4).stripTrailing());
  }
}
