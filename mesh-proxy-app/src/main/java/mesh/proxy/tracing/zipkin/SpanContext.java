package mesh.proxy.tracing.zipkin;

import java.util.function.LongSupplier;

/**
 * The place of a span in its trace. Immutable.
 *
 * @param traceHigh upper half of the trace id; 0 in traces with short ids
 * @param parentId 0 if there is none
 * @param shared whether the caller's half of the span has the same id
 * @param form how the trace goes upstream
 */
record SpanContext(
    long traceHigh,
    long traceLow,
    long spanId,
    long parentId,
    boolean sampled,
    boolean shared,
    Form form) {

  /** How a trace comes and goes in headers. */
  enum Form {
    /** {@code x-b3-*}. */
    MULTI,
    /** {@code b3}. */
    SINGLE,
    /** {@code traceparent}, with {@code x-b3-*} beside it on the way out. */
    W3C,
    /** Both, of one trace; a caller that has the first leaves the second. */
    BOTH
  }

  /** The first span of a trace. */
  static SpanContext root(boolean longTraceId, boolean sampled, Form form, LongSupplier random) {
    long id = someId(random);
    return new SpanContext(longTraceId ? someId(random) : 0, id, id, 0, sampled, false, form);
  }

  /** A span below this one. */
  SpanContext child(LongSupplier random) {
    return new SpanContext(traceHigh, traceLow, someId(random), spanId, sampled, false, form);
  }

  /** The server's half of a span that the caller began. */
  SpanContext joined() {
    return new SpanContext(traceHigh, traceLow, spanId, parentId, sampled, true, form);
  }

  /** The same span, to go upstream in another form. */
  SpanContext in(Form other) {
    return new SpanContext(traceHigh, traceLow, spanId, parentId, sampled, shared, other);
  }

  String traceId() {
    return traceHigh == 0 ? Hex.of(traceLow) : Hex.of(traceHigh) + Hex.of(traceLow);
  }

  private static long someId(LongSupplier random) {
    long id = random.getAsLong();
    return id == 0 ? 1 : id; // 0 means none
  }
}
