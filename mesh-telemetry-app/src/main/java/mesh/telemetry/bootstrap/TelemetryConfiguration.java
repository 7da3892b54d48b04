package mesh.telemetry.bootstrap;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import mesh.properties.KnownProperties;
import mesh.telemetry.attribute.Workloads;
import mesh.telemetry.graph.Graph;
import mesh.telemetry.handler.CallHandler;
import mesh.telemetry.handler.prometheus.IstioMetrics;
import mesh.telemetry.handler.recent.RecentCalls;
import mesh.telemetry.query.rest.TelemetryRoutes;
import mesh.telemetry.query.zipkin.SpanQueries;
import mesh.telemetry.receive.als.AccessLogService;
import mesh.telemetry.receive.als.AccessLogStats;
import mesh.telemetry.receive.zipkin.SpanCollector;
import mesh.telemetry.span.SpanRing;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Wires the rooms into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TelemetryProperties.class)
class TelemetryConfiguration {

  // Before properties are bound: the binder takes unknown names without a word.
  @Bean
  static BeanFactoryPostProcessor knownProperties(ConfigurableEnvironment environment) {
    var known =
        new KnownProperties(
            "mesh.telemetry",
            TelemetryProperties.class,
            RateLimitProperties.class,
            ExtAuthzProperties.class);
    return beans -> known.check(environment);
  }

  @Bean
  Workloads workloads() {
    return new Workloads();
  }

  @Bean
  Graph graph(TelemetryProperties properties, Workloads workloads) {
    return new Graph(
        properties.retention(), properties.edges(), workloads::settled, InstantSource.system());
  }

  @Bean
  RecentCalls recentCalls(TelemetryProperties properties) {
    return new RecentCalls(properties.requests());
  }

  @Bean
  IstioMetrics istioMetrics(TelemetryProperties properties) {
    return new IstioMetrics(properties.series());
  }

  @Bean
  AccessLogService accessLogService(
      Workloads workloads, List<CallHandler> handlers, MeterRegistry meters) {
    CallHandler[] each = handlers.toArray(CallHandler[]::new);
    CallHandler all =
        call -> {
          for (CallHandler handler : each) {
            handler.handle(call);
          }
        };
    return new AccessLogService(workloads, all, new AccessLogStats(meters));
  }

  @Bean
  RouterFunction<ServerResponse> telemetryRoutes(
      Graph graph, RecentCalls recent, IstioMetrics metrics) {
    return new TelemetryRoutes(graph, recent, metrics).routes();
  }

  @Bean
  PageHeaders pageHeaders() {
    return new PageHeaders();
  }

  @Bean
  ZipkinServer zipkinServer(TelemetryProperties properties, MeterRegistry meters) {
    var ring = new SpanRing(properties.spans(), properties.spanBytes().toBytes());
    int mostBytes = (int) properties.zipkin().maxRequestSize().toBytes();
    return new ZipkinServer(
        properties.zipkin(),
        new SpanCollector(ring, mostBytes, meters),
        new SpanQueries(ring, InstantSource.system()));
  }
}
