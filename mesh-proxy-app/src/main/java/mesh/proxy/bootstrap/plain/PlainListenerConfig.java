package mesh.proxy.bootstrap.plain;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.config.Suggestion;
import mesh.proxy.bootstrap.plain.ListenerProperties.Protocol;
import mesh.proxy.config.Findings;
import org.jspecify.annotations.Nullable;

/**
 * Writes one listener out.
 *
 * @param field name of the property, for faults
 * @param clusters names that routes may use
 */
record PlainListenerConfig(String field, Set<String> clusters, Findings findings) {

  private static final String RETRY_ON = "connect-failure,refused-stream,gateway-error";
  private static final int HIGHEST_PORT = 65_535;
  private static final String ANY_HOST = "*";

  Listener listener(ListenerProperties properties) {
    if (properties.port() < 0 || properties.port() > HIGHEST_PORT) {
      findings.fault(field + ".port", properties.port(), "a number from 0 to " + HIGHEST_PORT);
    }
    String name = properties.name() == null ? "listener_" + properties.port() : properties.name();
    var chain =
        FilterChain.newBuilder()
            .addFilters(
                properties.protocol() == Protocol.TCP
                    ? tcpProxy(name, properties)
                    : connectionManager(name, properties));
    if (properties.tls() != null) {
      chain.setTransportSocket(tls(properties.tls(), properties.protocol() == Protocol.HTTP));
    }
    return Listener.newBuilder()
        .setName(name)
        .setAddress(PlainClusterConfig.address(properties.address(), properties.port()))
        .addFilterChains(chain)
        .build();
  }

  private Filter tcpProxy(String name, ListenerProperties properties) {
    if (!properties.routes().isEmpty()) {
      findings.fault(field + ".routes", "a list", "nothing: a tcp listener has one cluster");
    }
    return filter(
        "envoy.filters.network.tcp_proxy",
        TcpProxy.newBuilder()
            .setStatPrefix(name)
            .setCluster(known(field + ".cluster", properties.cluster()))
            .build());
  }

  private Filter connectionManager(String name, ListenerProperties properties) {
    return filter(
        "envoy.filters.network.http_connection_manager",
        HttpConnectionManager.newBuilder()
            .setStatPrefix(name)
            .setRouteConfig(routes(name, properties))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())))
            .build());
  }

  private RouteConfiguration routes(String name, ListenerProperties properties) {
    if (properties.routes().isEmpty() && properties.cluster() == null) {
      findings.fault(field + ".routes", "[]", "a route, or a cluster for everything");
    }
    Map<String, VirtualHost.Builder> hosts = new LinkedHashMap<>();
    List<RouteProperties> routes = properties.routes();
    for (int i = 0; i < routes.size(); i++) {
      host(hosts, routes.get(i).host())
          .addRoutes(route(field + ".routes[" + i + "]", routes.get(i)));
    }
    if (properties.cluster() != null) {
      String cluster = known(field + ".cluster", properties.cluster());
      host(hosts, ANY_HOST);
      hosts.values().forEach(host -> host.addRoutes(everything(cluster)));
    }
    var table = RouteConfiguration.newBuilder().setName(name);
    hosts.values().forEach(table::addVirtualHosts);
    return table.build();
  }

  private static VirtualHost.Builder host(Map<String, VirtualHost.Builder> hosts, String host) {
    return hosts.computeIfAbsent(
        host, domain -> VirtualHost.newBuilder().setName(domain).addDomains(domain));
  }

  private Route route(String at, RouteProperties properties) {
    if (properties.prefix() != null && properties.path() != null) {
      findings.fault(at + ".path", properties.path(), "either prefix or path");
    }
    if (properties.timeout().isNegative()) {
      findings.fault(at + ".timeout", properties.timeout(), "0 or more");
    }
    var match = RouteMatch.newBuilder();
    if (properties.path() == null) {
      match.setPrefix(
          path(at + ".prefix", properties.prefix() == null ? "/" : properties.prefix()));
    } else {
      match.setPath(path(at + ".path", properties.path()));
    }
    var action =
        RouteAction.newBuilder()
            .setCluster(known(at + ".cluster", properties.cluster()))
            .setTimeout(PlainTime.proto(properties.timeout()));
    if (properties.retries() < 0) {
      findings.fault(at + ".retries", properties.retries(), "0 or more");
    } else if (properties.retries() > 0) {
      action.setRetryPolicy(
          RetryPolicy.newBuilder()
              .setRetryOn(RETRY_ON)
              .setNumRetries(UInt32Value.of(properties.retries())));
    }
    return Route.newBuilder().setMatch(match).setRoute(action).build();
  }

  private static Route.Builder everything(String cluster) {
    return Route.newBuilder()
        .setMatch(RouteMatch.newBuilder().setPrefix("/"))
        .setRoute(RouteAction.newBuilder().setCluster(cluster));
  }

  private TransportSocket tls(ServerTlsProperties properties, boolean http) {
    var common = CommonTlsContext.newBuilder();
    if (http) {
      common.addAlpnProtocols("h2").addAlpnProtocols("http/1.1");
    }
    common
        .addTlsCertificatesBuilder()
        .setCertificateChain(
            PlainFiles.required(field + ".tls.certificate", properties.certificate(), findings))
        .setPrivateKey(PlainFiles.required(field + ".tls.key", properties.key(), findings));
    var context = DownstreamTlsContext.newBuilder();
    if (properties.clientCa() != null) {
      context.setRequireClientCertificate(BoolValue.of(true));
      common
          .getValidationContextBuilder()
          .setTrustedCa(
              PlainFiles.required(field + ".tls.client-ca", properties.clientCa(), findings));
    }
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(Any.pack(context.setCommonTlsContext(common).build()))
        .build();
  }

  private String path(String at, String path) {
    if (!path.startsWith("/")) {
      findings.fault(at, path, "a path that starts with /");
    }
    return path;
  }

  private String known(String at, @Nullable String cluster) {
    if (cluster == null || !clusters.contains(cluster)) {
      String given = String.valueOf(cluster);
      findings.fault(
          at, cluster, "a name of mesh.proxy.clusters" + Suggestion.hint(given, clusters));
      return given;
    }
    return cluster;
  }

  private static Filter filter(String name, Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }
}
