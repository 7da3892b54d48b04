package mesh.proxy.tracing.zipkin;

import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mesh.proxy.config.Supported;
import mesh.proxy.tracing.TraceContext;
import mesh.proxy.tracing.TraceProvider;
import mesh.proxy.tracing.TraceProviderFactory;
import mesh.proxy.tracing.sampling.TraceDecision;
import mesh.proxy.tracing.tag.SpanTags;

/** Registers {@code envoy.tracers.zipkin}. */
public final class ZipkinProviderFactory implements TraceProviderFactory<ZipkinConfig> {

  /** One for each collector, however often a connection manager that names it is replaced. */
  private record Key(TraceContext context, CollectorConfig collector) {}

  private final Map<Key, SpanReporter> reporters = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "envoy.tracers.zipkin";
  }

  @Override
  public ZipkinConfig prototype() {
    return ZipkinConfig.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype());
  }

  @Override
  @SuppressWarnings("deprecation") // split_spans_for_request is what older configurations have
  public TraceProvider bind(ZipkinConfig config, TraceContext context) {
    var collector = CollectorConfig.parse(config, context.isCluster());
    SpanReporter reporter =
        reporters.computeIfAbsent(new Key(context, collector), ZipkinProviderFactory::reporter);
    var self =
        new LocalEndpoint(
            context.service(),
            context.ownAddress() == null ? "" : context.ownAddress().getHostAddress());
    return (settings, scope) ->
        new ZipkinTracer(
            new TraceDecision(
                settings.sampling(), scope.requestIds(), scope.stats(), context.runtime()),
            new ZipkinTracer.Settings(
                scope.egress(),
                settings.spawnsAttempts() || config.getSplitSpansForRequest(),
                !config.hasSharedSpanContext() || config.getSharedSpanContext().getValue(),
                config.getTraceId128Bit(),
                settings.verbose(),
                new SpanTags(context.nodeId(), settings.maxPathLength(), settings.tags()),
                self,
                context.randomLong()),
            reporter);
  }

  private static SpanReporter reporter(Key key) {
    TraceContext context = key.context();
    return new SpanReporter(
            key.collector(),
            context.collectors(),
            context.runtime(),
            ReporterStats.of(context.stats()))
        .start();
  }
}
