package mesh.proxy.filter.network.httpconnectionmanager;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;

/** Registers {@code envoy.filters.network.http_connection_manager}. */
public final class ConnectionManagerFactory implements NetworkFilterFactory<HttpConnectionManager> {

  private final ConnectionManagerServices services;

  /**
   * A factory.
   *
   * @param services the rooms that a connection manager leads into
   */
  public ConnectionManagerFactory(ConnectionManagerServices services) {
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
    return new ConnectionManager(new ManagerProtoConfig(config, context, services).parse());
  }
}
