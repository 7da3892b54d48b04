package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.ClusterManager;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.trace.v3.Tracing;
import mesh.proxy.config.Findings;
import mesh.proxy.config.Supported;
import mesh.proxy.listener.ListenerProtoConfig;
import mesh.proxy.xds.ConfigSource;

/** Refuses the fields of a bootstrap that nobody honours. */
final class BootstrapFields {

  private static final Supported SUPPORTED =
      Supported.of(Bootstrap.getDefaultInstance())
          .fields("cluster_manager")
          .fields(
              "node",
              "static_resources",
              "admin",
              "layered_runtime",
              "stats_config",
              "stats_flush_interval")
          .fields("tracing", "dynamic_resources")
          .and(
              Supported.all(Tracing.getDefaultInstance()),
              Supported.of(DynamicResources.getDefaultInstance())
                  .fields("lds_config", "cds_config"),
              ConfigSource.SUPPORTED,
              Supported.all(Tracing.Http.getDefaultInstance()),
              Supported.all(Node.getDefaultInstance()),
              Supported.of(ClusterManager.getDefaultInstance()).fields("outlier_detection"),
              Supported.of(ClusterManager.OutlierDetection.getDefaultInstance())
                  .fields("event_log_path"),
              Supported.of(Admin.getDefaultInstance()).fields("address", "access_log"),
              Supported.of(Address.getDefaultInstance()).fields("socket_address"),
              Supported.of(SocketAddress.getDefaultInstance())
                  .fields("protocol", "address", "port_value"));

  private BootstrapFields() {}

  /** Adds a finding for each. */
  static void check(Bootstrap bootstrap, Findings findings) {
    SUPPORTED.check(bootstrap.toBuilder().clearStaticResources().build(), "", findings);
    var listeners = bootstrap.getStaticResources().getListenersList();
    for (int at = 0; at < listeners.size(); at++) {
      ListenerProtoConfig.SUPPORTED.check(
          listeners.get(at), "static_resources.listeners[" + at + "]", findings);
    }
  }
}
