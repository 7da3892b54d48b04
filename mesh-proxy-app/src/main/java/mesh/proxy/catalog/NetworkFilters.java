package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.filter.network.NetworkFilterFactory;
import mesh.proxy.filter.network.httpconnectionmanager.ConnectionManagerFactory;
import mesh.proxy.filter.network.istiostats.TcpStatsFactory;
import mesh.proxy.filter.network.tcpproxy.TcpProxyFactory;

/** Every network filter we ship. */
public final class NetworkFilters {

  private NetworkFilters() {}

  /** All of them, over the rooms they lead into. */
  public static List<NetworkFilterFactory<?>> of(ConnectionManagerFactory.Services http) {
    return List.of( // alphabetical
        new ConnectionManagerFactory(http),
        new TcpStatsFactory(http.serviceMetrics()),
        new TcpProxyFactory(http.clusters(), http.accessLogs()));
  }
}
