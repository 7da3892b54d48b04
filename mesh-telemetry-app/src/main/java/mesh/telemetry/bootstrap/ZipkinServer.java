package mesh.telemetry.bootstrap;

import java.time.Duration;
import mesh.telemetry.bootstrap.TelemetryProperties.Zipkin;
import mesh.telemetry.query.zipkin.SpanQueries;
import mesh.telemetry.receive.zipkin.SpanCollector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Zipkin's port: a server of its own, for its clients expect no other paths there. */
final class ZipkinServer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ZipkinServer.class);
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Zipkin properties;
  private final SpanCollector collector;
  private final SpanQueries queries;
  private @Nullable DisposableServer server;

  ZipkinServer(Zipkin properties, SpanCollector collector, SpanQueries queries) {
    this.properties = properties;
    this.collector = collector;
    this.queries = queries;
  }

  @Override
  public void start() {
    server =
        HttpServer.create()
            .port(properties.port())
            .compress(true)
            .idleTimeout(IDLE)
            .route(
                routes -> {
                  routes.post("/api/v2/spans", collector);
                  queries.route(routes);
                })
            .bindNow();
    log.atInfo().addKeyValue("port", server.port()).log("Zipkin's API is served");
  }

  /** Where it listens; 0 if it does not. */
  int port() {
    return server == null ? 0 : server.port();
  }

  @Override
  public void stop() {
    if (server != null) {
      server.disposeNow(PATIENCE);
      server = null;
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
