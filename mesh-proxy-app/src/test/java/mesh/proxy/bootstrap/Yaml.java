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
