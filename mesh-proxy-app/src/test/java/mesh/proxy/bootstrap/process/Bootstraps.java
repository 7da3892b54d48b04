package mesh.proxy.bootstrap.process;

import java.util.regex.Pattern;

/** Configurations for whole processes. */
final class Bootstraps {

  private static final Pattern PORT =
      Pattern.compile(
          "name: web\\s+address: \\{socket_address: \\{address: 127.0.0.1, port_value: (\\d+)");

  private Bootstraps() {}

  /** A TCP proxy. */
  static String tcp(int port, int upstreamPort) {
    return of(
        port,
        upstreamPort,
        """
        - name: envoy.filters.network.tcp_proxy
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
            stat_prefix: tcp
            cluster: up
        """);
  }

  /** An HTTP proxy. */
  static String http(int port, int upstreamPort) {
    return of(
        port,
        upstreamPort,
        """
        - name: envoy.filters.network.http_connection_manager
          typed_config:
            "@type": \
                type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
            stat_prefix: web
            route_config:
              virtual_hosts:
              - name: all
                domains: ["*"]
                routes:
                - match: {prefix: /}
                  route: {cluster: up}
            http_filters:
            - name: envoy.filters.http.router
              typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
        """);
  }

  /** A TCP proxy with a certificate. */
  static String tls(String certificate, String key) {
    return tcp(0, 1)
        .replace(
            "  clusters:",
            """
                transport_socket:
                  name: envoy.transport_sockets.tls
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                    common_tls_context:
                      tls_certificates:
                      - certificate_chain: {filename: "%s"}
                        private_key: {filename: "%s"}
            """
                    .formatted(certificate, key)
                    .indent(2)
                + "  clusters:");
  }

  /** Port of the listener. */
  static int port(String bootstrap) {
    var matcher = PORT.matcher(bootstrap);
    if (!matcher.find()) {
      throw new AssertionError(bootstrap);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static String of(int port, int upstreamPort, String filter) {
    return """
    static_resources:
      listeners:
      - name: web
        address: {socket_address: {address: 127.0.0.1, port_value: %d}}
        filter_chains:
        - filters:
    %s\
      clusters:
      - name: up
        connect_timeout: 1s
        load_assignment:
          cluster_name: up
          endpoints:
          - lb_endpoints:
            - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
    """
        .formatted(port, filter.indent(6), upstreamPort);
  }
}
