package mesh.proxy.listener;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;

/**
 * The numbers of one listener, {@code listener.<address>.*}. Shared by all loops.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/stats
 */
record ListenerStats(
    Counter cxTotal,
    Gauge cxActive,
    Counter cxDestroy,
    Counter cxOverflow,
    Counter globalCxOverflow,
    Gauge preCxActive,
    Counter preCxTimeout,
    Counter noFilterChainMatch,
    Counter transportSocketConnectTimeout,
    Histogram cxLengthMs) {

  static ListenerStats of(Stats scope) {
    return new ListenerStats(
        scope.counter("downstream_cx_total"),
        scope.gauge("downstream_cx_active"),
        scope.counter("downstream_cx_destroy"),
        scope.counter("downstream_cx_overflow"),
        scope.counter("downstream_global_cx_overflow"),
        scope.gauge("downstream_pre_cx_active"),
        scope.counter("downstream_pre_cx_timeout"),
        scope.counter("no_filter_chain_match"),
        scope.counter("downstream_cx_transport_socket_connect_timeout"),
        scope.histogram("downstream_cx_length_ms"));
  }
}
