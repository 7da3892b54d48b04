package mesh.proxy.listener;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/**
 * The {@code listener_manager.} statistics. Shared by all threads.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/stats#listener-manager
 */
record ListenersStats(
    Counter added,
    Counter modified,
    Counter removed,
    Counter stopped,
    Counter createSuccess,
    Counter createFailure,
    Counter inPlaceUpdated,
    Gauge active,
    Gauge draining,
    Gauge warming,
    Gauge chainsDraining,
    Gauge workersStarted) {

  static ListenersStats of(Stats root) {
    Stats scope = root.scope("listener_manager");
    return new ListenersStats(
        scope.counter("listener_added"),
        scope.counter("listener_modified"),
        scope.counter("listener_removed"),
        scope.counter("listener_stopped"),
        scope.counter("listener_create_success"),
        scope.counter("listener_create_failure"),
        scope.counter("listener_in_place_updated"),
        scope.gauge("total_listeners_active"),
        scope.gauge("total_listeners_draining"),
        scope.gauge("total_listeners_warming"),
        scope.gauge("total_filter_chains_draining"),
        scope.gauge("workers_started"));
  }
}
