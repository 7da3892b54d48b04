package mesh.cli.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.cli.demo.DemoUpstream;

/** The proxy's: it serves a few hundred requests on loopback. */
final class ProxyTraining implements Training {

  private static final String MANAGER =
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";

  private static final int REQUESTS = 400;

  @Override
  public void run(AppJvm jvm, Path cache) throws IOException, InterruptedException {
    Path log = Files.createTempFile("mesh-training", ".log");
    Path config = Files.createTempFile("mesh-training", ".yaml");
    try (var upstream = DemoUpstream.start("training", InetAddress.getLoopbackAddress(), 0)) {
      int port = Training.freePort();
      Files.writeString(config, bootstrap(port, upstream.port()));
      List<String> arguments =
          List.of(
              "--mesh.proxy.config=" + config,
              "--mesh.proxy.drain-time=1s",
              "--server.address=127.0.0.1",
              "--server.port=0");
      Training.run(jvm, cache, arguments, log, proxy -> ask(proxy, port));
    } finally {
      Files.delete(config);
      Files.delete(log);
    }
  }

  private static void ask(Process proxy, int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    if (!Readiness.await(uri, proxy::isAlive, PATIENCE_SECONDS)) {
      throw new IOException("the proxy did not serve within " + PATIENCE_SECONDS + " s");
    }
    for (int request = 0; request < REQUESTS; request++) {
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      try (InputStream body = connection.getInputStream()) {
        body.readAllBytes();
      }
    }
  }

  private static String bootstrap(int port, int upstream) {
    return """
    admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
    static_resources:
      listeners:
      - name: training
        address: {socket_address: {address: 127.0.0.1, port_value: %d}}
        filter_chains:
        - filters:
          - name: envoy.filters.network.http_connection_manager
            typed_config:
              "@type": type.googleapis.com/MANAGER
              stat_prefix: training
              access_log:
              - name: envoy.access_loggers.stdout
                typed_config: {"@type": type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog}
              route_config:
                virtual_hosts:
                - {name: all, domains: ["*"], routes: [{match: {prefix: /}, route: {cluster: training}}]}
              http_filters:
              - name: envoy.filters.http.router
                typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
      clusters:
      - name: training
        load_assignment:
          cluster_name: training
          endpoints:
          - lb_endpoints:
            - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
    """
        .replace("MANAGER", MANAGER)
        .formatted(port, upstream);
  }
}
