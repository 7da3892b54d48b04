package mesh.proxy.accesslog.writer;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/**
 * Envoy's {@code filesystem.*}, and one that Envoy does not have.
 *
 * @param dropped lines that found no room
 */
record LogFileStats(
    Counter buffered,
    Counter completed,
    Counter failed,
    Counter byTimer,
    Counter reopenFailed,
    Counter dropped,
    Gauge totalBuffered) {

  static LogFileStats of(Stats stats) {
    Stats scope = stats.scope("filesystem");
    return new LogFileStats(
        scope.counter("write_buffered"),
        scope.counter("write_completed"),
        scope.counter("write_failed"),
        scope.counter("flushed_by_timer"),
        scope.counter("reopen_failed"),
        scope.counter("write_dropped"),
        scope.gauge("write_total_buffered"));
  }
}
