package mesh.proxy.tracing.zipkin;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/**
 * Envoy's {@code tracing.zipkin.*}, and one that Envoy does not have.
 *
 * @param spansDropped spans that found no room
 * @param dropped reports without an answer
 * @param failed reports with an answer other than 2xx
 */
record ReporterStats(
    Counter spansSent,
    Counter spansDropped,
    Counter timerFlushed,
    Counter skippedNoCluster,
    Counter sent,
    Counter dropped,
    Counter failed) {

  static ReporterStats of(Stats stats) {
    Stats scope = stats.scope("tracing.zipkin");
    return new ReporterStats(
        scope.counter("spans_sent"),
        scope.counter("spans_dropped"),
        scope.counter("timer_flushed"),
        scope.counter("reports_skipped_no_cluster"),
        scope.counter("reports_sent"),
        scope.counter("reports_dropped"),
        scope.counter("reports_failed"));
  }
}
