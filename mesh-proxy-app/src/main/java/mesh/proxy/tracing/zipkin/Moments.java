package mesh.proxy.tracing.zipkin;

import brave.Span.Kind;
import brave.handler.MutableSpan;
import java.util.concurrent.TimeUnit;
import mesh.proxy.stream.StreamInfo;

/**
 * The times of a request as Zipkin counts them: microseconds since the epoch. Lives as long as one
 * span is built.
 */
final class Moments {

  private final StreamInfo info;

  Moments(StreamInfo info) {
    this.info = info;
  }

  MutableSpan span(SpanContext context, boolean client, String name, LocalEndpoint self) {
    var span = new MutableSpan();
    span.traceId(context.traceId());
    span.id(Hex.of(context.spanId()));
    if (context.parentId() != 0) {
      span.parentId(Hex.of(context.parentId()));
    }
    span.kind(client ? Kind.CLIENT : Kind.SERVER);
    span.name(name);
    if (context.shared()) {
      span.setShared();
    }
    span.localServiceName(self.service().isEmpty() ? null : self.service());
    span.localIp(self.ip().isEmpty() ? null : self.ip());
    return span;
  }

  void times(MutableSpan span, long startNanos, long endNanos) {
    span.startTimestamp(micros(startNanos));
    span.finishTimestamp(
        Math.max(micros(endNanos), micros(startNanos) + 1)); // 0 would mean unknown
  }

  void annotateRequest(MutableSpan span) {
    annotate(span, info.requestCompleteNanos, "last_downstream_rx_byte_received");
    annotateUpstream(span);
    annotate(span, info.firstDownstreamTxNanos, "first_downstream_tx_byte_sent");
    annotate(span, info.lastDownstreamTxNanos, "last_downstream_tx_byte_sent");
  }

  void annotateUpstream(MutableSpan span) {
    annotate(span, info.firstUpstreamTxNanos, "first_upstream_tx_byte_sent");
    annotate(span, info.lastUpstreamTxNanos, "last_upstream_tx_byte_sent");
    annotate(span, info.firstUpstreamRxNanos, "first_upstream_rx_byte_received");
    annotate(span, info.lastUpstreamRxNanos, "last_upstream_rx_byte_received");
  }

  long micros(long nanos) {
    return TimeUnit.MILLISECONDS.toMicros(info.startMillis)
        + TimeUnit.NANOSECONDS.toMicros(nanos - info.startNanos);
  }

  private void annotate(MutableSpan span, long nanos, String what) {
    if (nanos != 0) {
      span.annotate(micros(nanos), what);
    }
  }
}
