package mesh.proxy.filter.network.httpconnectionmanager;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import mesh.proxy.accesslog.AccessLogFactory;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.grpc.GrpcClient;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.http.TerminalFilterFactory;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;
import mesh.proxy.health.HealthState;
import mesh.proxy.route.RouteResource;
import mesh.proxy.tracing.TracerFactory;
import mesh.proxy.workload.ServiceMetrics;

/** Registers {@code envoy.filters.network.http_connection_manager}. */
public final class ConnectionManagerFactory implements NetworkFilterFactory<HttpConnectionManager> {

  /**
   * The rooms that a connection manager leads into. Immutable.
   *
   * @param filters what may stand in {@code http_filters} but at its end
   * @param terminals what may stand at its end
   * @param grpc calls services while requests wait
   * @param routes where tables come from that do not stand in the listener
   * @param nodeId of this proxy; may be empty
   * @param serviceCluster of this proxy's node; may be empty
   */
  public record Services(
      ExtensionMenu<HttpFilterFactory<?>> filters,
      ExtensionMenu<TerminalFilterFactory<?>> terminals,
      Clusters clusters,
      GrpcClient grpc,
      HealthState health,
      AccessLogFactory accessLogs,
      TracerFactory tracers,
      RouteResource.Origin routes,
      String nodeId,
      String serviceCluster,
      ServiceMetrics serviceMetrics) {

    /** What the filters of one connection manager may use. */
    FilterContext filterContext(String statPrefix, NetworkFilterContext context) {
      return new FilterContext(
          "",
          statPrefix,
          context.stats(),
          context.runtime(),
          clusters,
          grpc,
          context.workers(),
          health,
          serviceCluster,
          context.listener().direction(),
          serviceMetrics,
          context.randomBelow(),
          context.nanoClock());
    }
  }

  private final Services services;

  /**
   * A factory.
   *
   * @param services the rooms that a connection manager leads into
   */
  public ConnectionManagerFactory(Services services) {
    this.services = services;
  }

  @Override
  public String name() {
    return "envoy.filters.network.http_connection_manager";
  }

  @Override
  public HttpConnectionManager prototype() {
    return HttpConnectionManager.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return ManagerProtoConfig.SUPPORTED;
  }

  @Override
  public boolean isTerminal() {
    return true;
  }

  @Override
  public NetworkFilter bind(HttpConnectionManager config, NetworkFilterContext context) {
    return new ManagerProtoConfig(config, context, services).parse();
  }
}
