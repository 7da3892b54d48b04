package mesh.proxy.listener;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;

/**
 * The numbers of one listener, {@code listener.<address>.*}. Shared by all loops.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/stats
 *
 * @param workers by worker's index
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
    Histogram cxLengthMs,
    List<OfWorker> workers) {

  /** {@code listener.<address>.worker_<index>.*}. Shared by all loops. */
  record OfWorker(Counter cxTotal, Gauge cxActive) {}

  static ListenerStats of(Stats scope, int workers) {
    List<OfWorker> byWorker = new ArrayList<>();
    for (int index = 0; index < workers; index++) {
      Stats worker = scope.scope("worker_" + index);
      byWorker.add(
          new OfWorker(
              worker.counter("downstream_cx_total"), worker.gauge("downstream_cx_active")));
    }
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
        scope.histogram("downstream_cx_length_ms"),
        List.copyOf(byWorker));
  }

  void opened(int worker) {
    cxTotal.increment();
    cxActive.increment();
    workers.get(worker).cxTotal().increment();
    workers.get(worker).cxActive().increment();
  }

  void closed(int worker, long millis) {
    cxActive.decrement();
    cxDestroy.increment();
    cxLengthMs.record(millis);
    workers.get(worker).cxActive().decrement();
  }
}
