package mesh.proxy.filter.network.tcpproxy;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/**
 * The {@code tcp.<stat_prefix>.} statistics. Shared by all loops.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/network_filters/tcp_proxy_filter#statistics
 */
record TcpProxyStats(
    Counter total,
    Counter noRoute,
    Counter txBytes,
    Counter rxBytes,
    Counter pausedReading,
    Counter resumedReading,
    Counter idleTimeout,
    Counter maxDuration,
    Counter upstreamFlushTotal,
    Gauge upstreamFlushActive,
    Gauge active) {

  static TcpProxyStats of(Stats root, String prefix) {
    Stats scope = root.scope("tcp").scope(prefix);
    return new TcpProxyStats(
        scope.counter("downstream_cx_total"),
        scope.counter("downstream_cx_no_route"),
        scope.counter("downstream_cx_tx_bytes_total"),
        scope.counter("downstream_cx_rx_bytes_total"),
        scope.counter("downstream_flow_control_paused_reading_total"),
        scope.counter("downstream_flow_control_resumed_reading_total"),
        scope.counter("idle_timeout"),
        scope.counter("max_downstream_connection_duration"),
        scope.counter("upstream_flush_total"),
        scope.gauge("upstream_flush_active"),
        scope.gauge("downstream_cx_active"));
  }
}
