package mesh.proxy.tracing.zipkin;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.tracing.zipkin.SpanContext.Form;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes traces in headers.
 *
 * <p>Sources: https://github.com/openzipkin/b3-propagation and
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
final class Propagation {

  private static final int SHORT = 16;
  private static final int LONG = 32;
  private static final int TRACEPARENT = 55;

  private Propagation() {}

  /**
   * Reads the caller's trace.
   *
   * @param usual whether to sample where the caller does not say
   */
  static Extracted extract(Headers head, boolean usual) {
    String single = head.get(HeaderNames.B3);
    if (single != null) {
      return single(single, usual);
    }
    String traceId = head.get(HeaderNames.X_B3_TRACE_ID);
    String spanId = head.get(HeaderNames.X_B3_SPAN_ID);
    Boolean sampled = sampled(head);
    String traceparent = head.get(HeaderNames.TRACEPARENT);
    if (traceId != null && spanId != null) {
      Extracted b3 =
          multi(traceId, spanId, head.get(HeaderNames.X_B3_PARENT_SPAN_ID), sampled, usual);
      return traceparent == null ? b3 : beside(w3c(traceparent), b3);
    }
    if (sampled != null) {
      return sampled ? Extracted.SAMPLED : Extracted.NOT_SAMPLED;
    }
    return traceparent == null ? Extracted.NONE : w3c(traceparent);
  }

  /** Writes a trace in the form it has. */
  static void inject(SpanContext span, Headers head) {
    if (span.form() == Form.SINGLE) {
      head.set(HeaderNames.B3, single(span));
      return;
    }
    head.set(HeaderNames.X_B3_TRACE_ID, span.traceId());
    head.set(HeaderNames.X_B3_SPAN_ID, Hex.of(span.spanId()));
    if (span.parentId() == 0) {
      head.remove(HeaderNames.X_B3_PARENT_SPAN_ID);
    } else {
      head.set(HeaderNames.X_B3_PARENT_SPAN_ID, Hex.of(span.parentId()));
    }
    head.set(HeaderNames.X_B3_SAMPLED, span.sampled() ? "1" : "0");
    if (span.form() == Form.W3C || span.form() == Form.BOTH) {
      String flags = span.sampled() ? "-01" : "-00";
      head.set(
          HeaderNames.TRACEPARENT,
          "00-"
              + Hex.of(span.traceHigh())
              + Hex.of(span.traceLow())
              + "-"
              + Hex.of(span.spanId())
              + flags);
    }
  }

  private static @Nullable Boolean sampled(Headers head) {
    String sampled = head.get(HeaderNames.X_B3_SAMPLED);
    if (sampled == null) {
      return "1".equals(head.get(HeaderNames.X_B3_FLAGS))
          ? Boolean.TRUE
          : null; // debug: to be sampled
    }
    return isYes(sampled);
  }

  private static boolean isYes(String sampled) {
    return sampled.equals("1") || sampled.equals("d") || sampled.equals("true");
  }

  private static Extracted multi(
      String traceId,
      String spanId,
      @Nullable String parentId,
      @Nullable Boolean sampled,
      boolean usual) {
    boolean valid =
        isTraceId(traceId, traceId.length())
            && spanId.length() <= SHORT
            && Hex.isHex(spanId, 0, spanId.length())
            && (parentId == null
                || parentId.length() <= SHORT && Hex.isHex(parentId, 0, parentId.length()));
    if (!valid) {
      return Extracted.MALFORMED;
    }
    long parent = parentId == null ? 0 : Hex.parse(parentId, 0, parentId.length());
    long span = Hex.parse(spanId, 0, spanId.length());
    return found(
        traceId, traceId.length(), span, parent, sampled == null ? usual : sampled, Form.MULTI);
  }

  /**
   * {@code TRACE-SPAN}, {@code TRACE-SPAN-SAMPLED}, {@code TRACE-SPAN-SAMPLED-PARENT} or {@code
   * SAMPLED}.
   */
  private static Extracted single(String b3, boolean usual) {
    if (b3.length() == 1) {
      return switch (b3) {
        case "1", "d" -> Extracted.SINGLE_SAMPLED;
        case "0" -> Extracted.SINGLE_NOT_SAMPLED;
        default -> Extracted.MALFORMED;
      };
    }
    int trace = b3.indexOf('-');
    int span = trace + 1 + SHORT;
    if (trace < 0 || !isTraceId(b3, trace) || !Hex.isHex(b3, trace + 1, span)) {
      return Extracted.MALFORMED;
    }
    boolean sampled = usual;
    long parent = 0;
    if (b3.length() > span) {
      boolean valid =
          b3.length() >= span + 2
              && b3.charAt(span) == '-'
              && "01d".indexOf(b3.charAt(span + 1)) >= 0;
      int tail = span + 2;
      valid &= b3.length() == tail || b3.length() == tail + 1 + SHORT && b3.charAt(tail) == '-';
      valid &= b3.length() == tail || Hex.isHex(b3, tail + 1, b3.length());
      if (!valid) {
        return Extracted.MALFORMED;
      }
      sampled = b3.charAt(span + 1) != '0';
      parent = b3.length() == tail ? 0 : Hex.parse(b3, tail + 1, b3.length());
    }
    return found(b3, trace, Hex.parse(b3, trace + 1, span), parent, sampled, Form.SINGLE);
  }

  /** What B3 says counts; {@code traceparent} follows it if it is of the same trace. */
  private static Extracted beside(Extracted w3c, Extracted b3) {
    SpanContext span = b3.span();
    SpanContext other = w3c.span();
    if (span == null
        || other == null
        || span.traceHigh() != other.traceHigh()
        || span.traceLow() != other.traceLow()) {
      return b3;
    }
    return new Extracted(span.in(Form.BOTH), b3.sampled(), Form.BOTH);
  }

  private static Extracted w3c(String text) {
    boolean valid =
        text.length() >= TRACEPARENT
            && Hex.isHex(text, 0, 2)
            && !text.startsWith("ff")
            && (text.length() == TRACEPARENT
                || !text.startsWith("00") && text.charAt(TRACEPARENT) == '-')
            && text.charAt(2) == '-'
            && Hex.isHex(text, 3, 35)
            && text.charAt(35) == '-'
            && Hex.isHex(text, 36, 52)
            && text.charAt(52) == '-'
            && Hex.isHex(text, 53, 55);
    if (!valid) {
      return Extracted.NONE; // as the standard says: as if it were not there
    }
    boolean sampled = (Hex.parse(text, 53, 55) & 1) != 0;
    Extracted found =
        found(text.substring(3, 35), LONG, Hex.parse(text, 36, 52), 0, sampled, Form.W3C);
    return found == Extracted.MALFORMED ? Extracted.NONE : found;
  }

  private static boolean isTraceId(String text, int length) {
    return (length == SHORT || length == LONG) && Hex.isHex(text, 0, length);
  }

  private static Extracted found(
      String traceId, int length, long span, long parent, boolean sampled, Form form) {
    long high = length == LONG ? Hex.parse(traceId, 0, SHORT) : 0;
    long low = Hex.parse(traceId, length - SHORT, length);
    if (high == 0 && low == 0 || span == 0) {
      return Extracted.MALFORMED;
    }
    return new Extracted(
        new SpanContext(high, low, span, parent, sampled, false, form), sampled, form);
  }

  private static String single(SpanContext span) {
    String text = span.traceId() + "-" + Hex.of(span.spanId()) + (span.sampled() ? "-1" : "-0");
    return span.parentId() == 0 ? text : text + "-" + Hex.of(span.parentId());
  }
}
