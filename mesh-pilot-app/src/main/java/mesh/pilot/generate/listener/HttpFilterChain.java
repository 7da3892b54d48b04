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
import java.util.ArrayList;
import java.util.List;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.telemetry.AccessLogs;
import mesh.pilot.generate.telemetry.Direction;
import mesh.pilot.generate.telemetry.IstioFilters;
import mesh.pilot.generate.telemetry.ListenerTelemetry;
import mesh.pilot.generate.telemetry.RateLimits;
import mesh.pilot.generate.telemetry.Tracers;
import org.jspecify.annotations.Nullable;

/** The connection managers of sidecars and gateways, with their HTTP filters in Istio's order. */
final class HttpFilterChain {

  private static final String NAME = "envoy.filters.network.http_connection_manager";
  private static final String SERVER = "istio-envoy";

  private HttpFilterChain() {}

  /** For what the workload sends: routes come by RDS. */
  static Filter outbound(String statPrefix, String table, ListenerTelemetry telemetry) {
    return filter(
        base(statPrefix, telemetry, Direction.OUTBOUND)
            .setRds(rds(table))
            .addAllHttpFilters(filters(telemetry, Direction.OUTBOUND, List.of(), clientFilters()))
            .setForwardClientCertDetails(ForwardClientCertDetails.SANITIZE)
            .setGenerateRequestId(Protos.flag(true)));
  }

  /**
   * For what comes in at the edge: routes come by RDS, addresses and headers are not believed.
   *
   * @param access what the policies say
   * @param limits null if nobody is asked
   */
  static Filter gateway(
      String statPrefix,
      String table,
      List<RBAC> access,
      RateLimits.@Nullable Asked limits,
      ListenerTelemetry telemetry) {
    List<HttpFilter> own = new ArrayList<>(clientFilters());
    if (limits != null) {
      own.add(RateLimits.filter(limits));
    }
    return filter(
        base(statPrefix, telemetry, Direction.GATEWAY)
            .setRds(rds(table))
            .addAllHttpFilters(filters(telemetry, Direction.GATEWAY, access, own))
            .setUseRemoteAddress(Protos.flag(true))
            .setServerName(SERVER)
            .setForwardClientCertDetails(ForwardClientCertDetails.SANITIZE_SET)
            .setSetCurrentClientCertDetails(certificate().setCert(true)));
  }

  /**
   * For what comes in to the workload.
   *
   * @param access what the policies say
   */
  static Filter inbound(
      String statPrefix,
      RouteConfiguration routes,
      List<RBAC> access,
      ListenerTelemetry telemetry) {
    return filter(
        base(statPrefix, telemetry, Direction.INBOUND)
            .setRouteConfig(routes)
            .addAllHttpFilters(filters(telemetry, Direction.INBOUND, access, List.of()))
            .setServerName(SERVER)
            .setForwardClientCertDetails(ForwardClientCertDetails.APPEND_FORWARD)
            .setSetCurrentClientCertDetails(certificate()));
  }

  /** The order is Istio's: who it is, whether it may, what else is done, and what is counted. */
  private static List<HttpFilter> filters(
      ListenerTelemetry telemetry, Direction direction, List<RBAC> access, List<HttpFilter> own) {
    List<HttpFilter> filters = new ArrayList<>(IstioFilters.first(telemetry, direction));
    access.forEach(rules -> filters.add(access(rules)));
    filters.addAll(own);
    filters.addAll(IstioFilters.last(telemetry, direction));
    filters.add(http("envoy.filters.http.router", Router.getDefaultInstance()));
    return filters;
  }

  private static HttpFilter access(RBAC rules) {
    return http(
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
            .build());
  }

  private static HttpConnectionManager.Builder base(
      String statPrefix, ListenerTelemetry telemetry, Direction direction) {
    var proto = HttpConnectionManager.newBuilder();
    if (telemetry.tracer() != null) {
      proto.setTracing(Tracers.of(telemetry.tracer()));
    }
    return proto
        .addAllAccessLog(AccessLogs.http(telemetry, direction))
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
        http("envoy.filters.http.cors", Cors.getDefaultInstance()));
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

  private static SetCurrentClientCertDetails.Builder certificate() {
    return SetCurrentClientCertDetails.newBuilder()
        .setSubject(Protos.flag(true))
        .setDns(true)
        .setUri(true);
  }
}
