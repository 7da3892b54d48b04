package mesh.proxy.xds.source;

import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.TextReadout;

/**
 * The {@code control_plane.} statistics of one stream.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/overview/mgmt_server#management-server-stats
 *
 * @param connected 1 once the server has answered on this stream
 * @param identifier what the server calls itself
 */
record ControlPlaneStats(Gauge connected, TextReadout identifier) {

  static ControlPlaneStats of(Stats scope) {
    Stats own = scope.scope("control_plane");
    return new ControlPlaneStats(own.gauge("connected_state"), own.text("identifier"));
  }
}
