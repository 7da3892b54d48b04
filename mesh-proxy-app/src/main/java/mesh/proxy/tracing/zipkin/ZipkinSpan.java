package mesh.proxy.tracing.zipkin;

import brave.handler.MutableSpan;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.AttemptSpan;
import mesh.proxy.tracing.Span;
import mesh.proxy.tracing.TraceRoute;
import org.jspecify.annotations.Nullable;

/**
 * The span of one request. Confined to its event loop.
 *
 * <p>Of a request that is not sampled only the identities exist, which go upstream: what there is
 * to report is collected when the span ends, and only then.
 */
final class ZipkinSpan implements Span {

  private final ZipkinTracer.Settings settings;
  private final SpanReporter reporter;
  private final SpanContext context;
  private final TraceRoute route;
  private String operation;
  private boolean tellsClient;
  private @Nullable List<String> tags; // name, value, name, value, …

  ZipkinSpan(
      ZipkinTracer.Settings settings,
      SpanReporter reporter,
      SpanContext context,
      TraceRoute route,
      String authority) {
    this.settings = settings;
    this.reporter = reporter;
    this.context = context;
    this.route = route;
    this.operation = route.operation().isEmpty() ? authority : route.operation();
    this.tellsClient = !settings.egress() && !route.operation().isEmpty() && route.propagate();
  }

  /** The caller's name for the operation counts more than ours, and it need not be told. */
  void operationOfCaller(@Nullable String name) {
    if (name != null && !name.isEmpty()) {
      operation = name;
      tellsClient = false;
    }
  }

  @Override
  public void operation(String name) {
    operation = name;
  }

  @Override
  public void tag(String name, String value) {
    if (context.sampled()) {
      if (tags == null) {
        tags = new ArrayList<>(4);
      }
      tags.add(name);
      tags.add(value);
    }
  }

  @Override
  public void inject(Headers head) {
    Propagation.inject(context, head);
  }

  @Override
  public void respond(Headers head) {
    if (tellsClient) {
      head.set(HeaderNames.X_ENVOY_DECORATOR_OPERATION, route.operation());
    } else if (settings.egress()) {
      String name = head.get(HeaderNames.X_ENVOY_DECORATOR_OPERATION);
      if (name != null) {
        operation = name.isEmpty() ? operation : name;
        head.remove(HeaderNames.X_ENVOY_DECORATOR_OPERATION);
      }
    }
  }

  @Override
  public @Nullable AttemptSpan attempt(String clusterName, boolean asked) {
    return settings.spawnsAttempts() || asked
        ? new ZipkinAttempt(
            settings, reporter, context.child(settings.random()), route, clusterName)
        : null;
  }

  @Override
  public void finish(StreamInfo ended) {
    if (!context.sampled() || ended.healthCheck) {
      return;
    }
    boolean client = settings.egress() && !settings.spawnsAttempts();
    var moments = new Moments(ended);
    MutableSpan span = moments.span(context, client, operation, settings.self());
    long end = ended.endNanos == 0 ? System.nanoTime() : ended.endNanos;
    moments.times(span, ended.startNanos, end);
    if (settings.verbose()) {
      moments.annotateRequest(span);
    }
    span.annotate(moments.micros(end), client ? "cr" : "ss");
    settings.tags().request(ended, route.tags(), span::tag);
    for (int at = 0; tags != null && at < tags.size(); at += 2) {
      span.tag(tags.get(at), tags.get(at + 1));
    }
    reporter.report(span);
  }
}
