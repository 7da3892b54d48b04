package mesh.proxy.bootstrap.actuator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.stats.render.StatsQuery;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@code /stats/prometheus} of the actuator's port, which with Istio has all that there is to
 * scrape: the metrics of the virtual machine, then Envoy's statistics with Envoy's names. Shared by
 * all threads.
 *
 * <p>Of ten thousand clusters only those show that were used: the whole list is at the same path of
 * the admin interface.
 */
final class MergedStats {

  static final String PATH = "/stats/prometheus";

  private static final PrometheusOutputFormat TEXT = PrometheusOutputFormat.CONTENT_TYPE_004;
  private static final Map<String, String> USED_ONLY = Map.of("usedonly", "");

  private final PrometheusScrapeEndpoint machine;
  private final Operations operations;

  MergedStats(PrometheusScrapeEndpoint machine, Operations operations) {
    this.machine = machine;
    this.operations = operations;
  }

  /** Answers a scrape; the page is made beside the event loop. */
  Mono<ServerResponse> scrape(ServerRequest request) {
    return Mono.fromCallable(this::page)
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(
            page ->
                ServerResponse.ok()
                    .contentType(MediaType.asMediaType(TEXT.getProducedMimeType()))
                    .bodyValue(page));
  }

  private byte[] page() throws IOException {
    var page = new ByteArrayOutputStream();
    var metrics = machine.scrape(TEXT, null);
    byte[] ofMachine = metrics == null ? null : metrics.getBody();
    if (ofMachine != null) {
      page.writeBytes(ofMachine);
    }
    Operated rooms = operations.rooms();
    if (rooms != null) {
      operations.beforeLook();
      try (var out = new OutputStreamWriter(page, StandardCharsets.UTF_8)) {
        rooms
            .statsConfig()
            .page(rooms.stats())
            .write(StatsQuery.parse(USED_ONLY, StatsQuery.Format.PROMETHEUS), out);
      }
    }
    return page.toByteArray();
  }
}
