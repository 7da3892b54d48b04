package mesh.proxy.tracing.zipkin;

import org.jspecify.annotations.Nullable;

/**
 * What a request's headers say of its trace. Immutable.
 *
 * @param span of the caller; null if it began none
 * @param sampled the caller's decision; null if it left it to us. A {@code span} has it, too
 */
record Extracted(@Nullable SpanContext span, @Nullable Boolean sampled, SpanContext.Form form) {

  /** Nothing. */
  static final Extracted NONE = new Extracted(null, null, SpanContext.Form.MULTI);

  /** Headers that look like a trace and are none: left as they are. */
  static final Extracted MALFORMED = new Extracted(null, null, SpanContext.Form.MULTI);

  static final Extracted SAMPLED = new Extracted(null, true, SpanContext.Form.MULTI);
  static final Extracted NOT_SAMPLED = new Extracted(null, false, SpanContext.Form.MULTI);
  static final Extracted SINGLE_SAMPLED = new Extracted(null, true, SpanContext.Form.SINGLE);
  static final Extracted SINGLE_NOT_SAMPLED = new Extracted(null, false, SpanContext.Form.SINGLE);
}
