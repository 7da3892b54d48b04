package mesh.proxy.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mesh.proxy.stats.Stats;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Serves the pages on an event loop of its own, so that an operator's questions cost requests
 * nothing.
 */
public final class AdminServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final Duration QUIET = Duration.ZERO;
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final String FORM = "application/x-www-form-urlencoded";

  private final LoopResources loops = LoopResources.create("admin", 1, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Scheduler scheduler = Schedulers.fromExecutorService(threads);
  private final AdminPages pages;
  private final AdminTraffic traffic;
  private final DisposableServer server;

  /**
   * Binds the interface.
   *
   * @throws reactor.netty.ChannelBindException if the address is not free
   */
  public AdminServer(AdminConfig config, AdminPages pages, Stats stats) {
    this.pages = pages;
    this.traffic = new AdminTraffic(stats, config.accessLog());
    InetSocketAddress address = config.address();
    this.server =
        HttpServer.create()
            .runOn(loops)
            .bindAddress(() -> address)
            .doOnConnection(traffic::connected)
            .handle(this::handle)
            .bindNow();
  }

  /** Where it is bound. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.address();
  }

  /** Ends the interface; questions under way are cut off. */
  @Override
  public void close() {
    server.disposeNow(CLOSE);
    scheduler.dispose();
    threads.shutdownNow();
    loops.disposeLater(QUIET, CLOSE).block(CLOSE.multipliedBy(2));
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    var exchange = traffic.begin(request);
    return form(request)
        .publishOn(scheduler)
        .map(form -> answer(AdminRequest.of(request.method().name(), request.uri(), form)))
        .flatMap(answer -> send(request, response, answer, exchange))
        .doFinally(signal -> exchange.end());
  }

  private static Mono<String> form(HttpServerRequest request) {
    String type = request.requestHeaders().get(HttpHeaderNames.CONTENT_TYPE, "");
    return type.startsWith(FORM)
        ? request.receive().aggregate().asString(StandardCharsets.UTF_8).defaultIfEmpty("")
        : Mono.just("");
  }

  private AdminAnswer answer(AdminRequest request) {
    try {
      return pages.answer(request);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("path", request.path()).setCause(e).log("Admin page failed");
      return AdminAnswer.text(500, "internal error: " + e.getMessage() + "\n");
    }
  }

  private Mono<Void> send(
      HttpServerRequest request,
      HttpServerResponse response,
      AdminAnswer answer,
      AdminTraffic.Exchange exchange) {
    exchange.answered(answer.status());
    response
        .status(HttpResponseStatus.valueOf(answer.status()))
        .header(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
        .header(HttpHeaderNames.CACHE_CONTROL, "no-cache, max-age=0")
        .header("x-content-type-options", "nosniff")
        .header(HttpHeaderNames.SERVER, "envoy");
    if (request.method().name().equals("HEAD")) {
      return response.send().then();
    }
    return response.send(BodyPieces.of(answer.body(), threads, exchange::sent)).then();
  }
}
