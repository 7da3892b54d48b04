package mesh.pilot.generate.listener;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.time.Duration;
import java.util.List;
import mesh.pilot.generate.Protos;

/** The connection managers of sidecars and gateways, with their HTTP filters in Istio's order. */
final class HttpFilterChain {

  private static final String NAME = "envoy.filters.network.http_connection_manager";

  private HttpFilterChain() {}

  /** For what the workload sends: routes come by RDS. */
  static Filter outbound(String statPrefix, String table) {
    return filter(
        base(statPrefix)
            .setRds(rds(table))
            .addAllHttpFilters(clientFilters())
            .setForwardClientCertDetails(ForwardClientCertDetails.SANITIZE)
            .setGenerateRequestId(Protos.flag(true)));
  }

  /** For what comes in at the edge: routes come by RDS, addresses and headers are not believed. */
  static Filter gateway(String statPrefix, String table) {
    return filter(
        base(statPrefix)
            .setRds(rds(table))
            .addAllHttpFilters(clientFilters())
            .setUseRemoteAddress(Protos.flag(true))
            .setForwardClientCertDetails(ForwardClientCertDetails.SANITIZE_SET)
            .setSetCurrentClientCertDetails(certificate()));
  }

  /**
   * For what comes in to the workload.
   *
   * @param access what the policies say
   */
  static Filter inbound(String statPrefix, RouteConfiguration routes, List<RBAC> access) {
    var proto =
        base(statPrefix)
            .setRouteConfig(routes)
            .setForwardClientCertDetails(ForwardClientCertDetails.APPEND_FORWARD)
            .setSetCurrentClientCertDetails(certificate());
    for (RBAC rules : access) {
      proto.addHttpFilters(
          http(
              "envoy.filters.http.rbac",
              io.envoyproxy
                  .envoy
                  .extensions
                  .filters
                  .http
                  .rbac
                  .v3
                  .RBAC
                  .newBuilder()
                  .setRules(rules)
                  .build()));
    }
    return filter(proto.addHttpFilters(router()));
  }

  private static HttpConnectionManager.Builder base(String statPrefix) {
    return HttpConnectionManager.newBuilder()
        .setStatPrefix(statPrefix)
        .setStreamIdleTimeout(Protos.duration(Duration.ZERO))
        .setNormalizePath(Protos.flag(true))
        .setHttpProtocolOptions(
            io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions.newBuilder()
                .setAcceptHttp10(true)
                .setAllowAbsoluteUrl(Protos.flag(true)))
        .addUpgradeConfigs(
            HttpConnectionManager.UpgradeConfig.newBuilder().setUpgradeType("websocket"));
  }

  private static List<HttpFilter> clientFilters() {
    return List.of(
        http("envoy.filters.http.fault", HTTPFault.getDefaultInstance()),
        http("envoy.filters.http.cors", Cors.getDefaultInstance()),
        router());
  }

  private static HttpFilter router() {
    return http("envoy.filters.http.router", Router.getDefaultInstance());
  }

  private static HttpFilter http(String name, Message config) {
    return HttpFilter.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }

  private static Filter filter(HttpConnectionManager.Builder proto) {
    return Filter.newBuilder().setName(NAME).setTypedConfig(Protos.any(proto.build())).build();
  }

  static Rds rds(String table) {
    return Rds.newBuilder()
        .setRouteConfigName(table)
        .setConfigSource(
            ConfigSource.newBuilder()
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .setInitialFetchTimeout(Protos.duration(Duration.ZERO))
                .setResourceApiVersion(ApiVersion.V3))
        .build();
  }

  private static SetCurrentClientCertDetails certificate() {
    return SetCurrentClientCertDetails.newBuilder()
        .setSubject(Protos.flag(true))
        .setDns(true)
        .setUri(true)
        .build();
  }
}
