package mesh.proxy.tracing.zipkin;

import java.util.function.LongSupplier;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.Span;
import mesh.proxy.tracing.TraceRoute;
import mesh.proxy.tracing.Tracer;
import mesh.proxy.tracing.sampling.TraceDecision;
import mesh.proxy.tracing.tag.SpanTags;
import org.jspecify.annotations.Nullable;

/** Begins the spans of one connection manager. Shared by all loops. */
final class ZipkinTracer implements Tracer {

  /**
   * What all spans of a connection manager have alike.
   *
   * @param egress whether spans are of the kind client
   * @param spawnsAttempts whether attempts have spans of their own; then those are the clients
   * @param joins whether a server takes the span id of its caller
   * @param longTraceIds whether traces that begin here have ids of 128 bits
   */
  record Settings(
      boolean egress,
      boolean spawnsAttempts,
      boolean joins,
      boolean longTraceIds,
      boolean verbose,
      SpanTags tags,
      LocalEndpoint self,
      LongSupplier random) {}

  private final TraceDecision decision;
  private final Settings settings;
  private final SpanReporter reporter;

  ZipkinTracer(TraceDecision decision, Settings settings, SpanReporter reporter) {
    this.decision = decision;
    this.settings = settings;
    this.reporter = reporter;
  }

  @Override
  public @Nullable Span start(StreamInfo info, Headers head, TraceRoute route) {
    boolean traced = decision.decide(info, head, route.sampling());
    Extracted extracted = Propagation.extract(head, traced);
    if (extracted == Extracted.MALFORMED) {
      return null;
    }
    SpanContext context = context(extracted, traced);
    info.traceId = context.traceId();
    var span = new ZipkinSpan(settings, reporter, context, route, head.authority());
    if (settings.egress()) {
      if (!route.operation().isEmpty() && route.propagate()) {
        head.set(HeaderNames.X_ENVOY_DECORATOR_OPERATION, route.operation());
      }
    } else {
      span.operationOfCaller(head.get(HeaderNames.X_ENVOY_DECORATOR_OPERATION));
      head.remove(HeaderNames.X_ENVOY_DECORATOR_OPERATION);
    }
    return span;
  }

  private SpanContext context(Extracted extracted, boolean traced) {
    SpanContext caller = extracted.span();
    if (caller == null) {
      Boolean sampled = extracted.sampled();
      return SpanContext.root(
          settings.longTraceIds(),
          sampled == null ? traced : sampled,
          extracted.form(),
          settings.random());
    }
    boolean server = !settings.egress() || settings.spawnsAttempts();
    boolean joins = server && settings.joins() && caller.form() != SpanContext.Form.W3C;
    return joins ? caller.joined() : caller.child(settings.random());
  }
}
