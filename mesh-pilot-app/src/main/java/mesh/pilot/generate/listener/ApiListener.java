package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import mesh.pilot.generate.Protos;

/** The listener that a gRPC library asks for: it binds nothing, and leads to a route table. */
public final class ApiListener {

  private ApiListener() {}

  /**
   * Makes the listener.
   *
   * @param target as the client spells it: {@code host:port}
   * @param table name of the route table
   */
  public static Listener generate(String target, String table) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(target)
            .setRds(HttpFilterChain.rds(table))
            .addHttpFilters(filter("envoy.filters.http.fault", HTTPFault.getDefaultInstance()))
            .addHttpFilters(filter("envoy.filters.http.router", Router.getDefaultInstance()));
    return Listener.newBuilder()
        .setName(target)
        .setApiListener(
            io.envoyproxy.envoy.config.listener.v3.ApiListener.newBuilder()
                .setApiListener(Protos.any(manager.build())))
        .build();
  }

  private static HttpFilter filter(String name, com.google.protobuf.Message config) {
    return HttpFilter.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }
}
