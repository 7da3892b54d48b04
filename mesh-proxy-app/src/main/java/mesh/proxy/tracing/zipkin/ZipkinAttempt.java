package mesh.proxy.tracing.zipkin;

import brave.handler.MutableSpan;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.AttemptSpan;
import mesh.proxy.tracing.TraceRoute;

/** The span of one attempt upstream. Confined to its event loop. */
final class ZipkinAttempt implements AttemptSpan {

  private final ZipkinTracer.Settings settings;
  private final SpanReporter reporter;
  private final SpanContext context;
  private final TraceRoute route;
  private final String clusterName;
  private final long startNanos = System.nanoTime();
  private boolean finished;

  ZipkinAttempt(
      ZipkinTracer.Settings settings,
      SpanReporter reporter,
      SpanContext context,
      TraceRoute route,
      String clusterName) {
    this.settings = settings;
    this.reporter = reporter;
    this.context = context;
    this.route = route;
    this.clusterName = clusterName;
  }

  @Override
  public void inject(Headers head) {
    Propagation.inject(context, head);
  }

  @Override
  public void finish(StreamInfo info, int status, String failure) {
    if (finished || !context.sampled()) {
      return;
    }
    finished = true;
    var moments = new Moments(info);
    MutableSpan span =
        moments.span(context, true, "router " + clusterName + " egress", settings.self());
    long end = System.nanoTime();
    moments.times(span, startNanos, end);
    if (settings.verbose()) {
      moments.annotateUpstream(span);
    }
    span.annotate(moments.micros(end), "cr");
    settings.tags().attempt(info, route.tags(), status, failure, span::tag);
    reporter.report(span);
  }
}
