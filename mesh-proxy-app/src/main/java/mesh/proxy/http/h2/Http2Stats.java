package mesh.proxy.http.h2;

import mesh.proxy.http.h2.frame.Flood;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/** What HTTP/2 codecs count, under Envoy's names. Shared by all loops. */
public record Http2Stats(
    Counter droppedHeadersWithUnderscores,
    Counter goawaySent,
    Counter goawayGracefulSent,
    Counter headerOverflow,
    Counter headersCbNoStream,
    Counter inboundEmptyFramesFlood,
    Counter inboundPriorityFramesFlood,
    Counter inboundWindowUpdateFramesFlood,
    Counter keepaliveTimeout,
    Counter outboundControlFlood,
    Counter outboundFlood,
    Counter requestsRejectedWithUnderscores,
    Counter rxMessagingError,
    Counter rxReset,
    Counter streamRefusedErrors,
    Counter trailers,
    Counter txFlushTimeout,
    Counter txReset,
    Gauge streamsActive,
    Gauge pendingSendBytes) {

  /**
   * The counters of one owner of connections.
   *
   * @param owner the root for downstream connections, a cluster's scope for upstream ones; {@code
   *     http2.} is added here
   */
  public static Http2Stats of(Stats owner) {
    Stats scope = owner.scope("http2");
    return new Http2Stats(
        scope.counter("dropped_headers_with_underscores"),
        scope.counter("goaway_sent"),
        scope.counter("goaway_graceful_sent"),
        scope.counter("header_overflow"),
        scope.counter("headers_cb_no_stream"),
        scope.counter("inbound_empty_frames_flood"),
        scope.counter("inbound_priority_frames_flood"),
        scope.counter("inbound_window_update_frames_flood"),
        scope.counter("keepalive_timeout"),
        scope.counter("outbound_control_flood"),
        scope.counter("outbound_flood"),
        scope.counter("requests_rejected_with_underscores_in_headers"),
        scope.counter("rx_messaging_error"),
        scope.counter("rx_reset"),
        scope.counter("stream_refused_errors"),
        scope.counter("trailers"),
        scope.counter("tx_flush_timeout"),
        scope.counter("tx_reset"),
        scope.gauge("streams_active"),
        scope.gauge("pending_send_bytes"));
  }

  void count(Flood flood) {
    switch (flood) {
      case OUTBOUND -> outboundFlood.increment();
      case OUTBOUND_CONTROL -> outboundControlFlood.increment();
      case EMPTY_FRAMES, CONTINUATIONS -> inboundEmptyFramesFlood.increment();
      case PRIORITY_FRAMES -> inboundPriorityFramesFlood.increment();
      case WINDOW_UPDATES -> inboundWindowUpdateFramesFlood.increment();
    }
  }
}
