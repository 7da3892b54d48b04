package mesh.proxy.bootstrap.actuator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.stats.render.StatsQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

/**
 * {@code /actuator/prometheus}: the metrics of the virtual machine, then Envoy's statistics with
 * Envoy's names. Those end in words such as {@code _total} where they please, which Prometheus' own
 * library forbids, so they are written here; always in the text format, which every scraper takes.
 *
 * <p>Of ten thousand clusters only those show that were used: the whole list is at {@code
 * /stats/prometheus} of the admin interface.
 */
@EndpointWebExtension(endpoint = PrometheusScrapeEndpoint.class)
final class PrometheusWithStats {

  private static final Map<String, String> USED_ONLY = Map.of("usedonly", "");

  private static final byte[] NOTHING = {};

  private final PrometheusScrapeEndpoint endpoint;
  private final Operations operations;

  PrometheusWithStats(PrometheusScrapeEndpoint endpoint, Operations operations) {
    this.endpoint = endpoint;
    this.operations = operations;
  }

  /** Everything, or what has one of the names. */
  @ReadOperation(producesFrom = PrometheusOutputFormat.class)
  public WebEndpointResponse<byte[]> scrape(
      PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
    PrometheusOutputFormat text = PrometheusOutputFormat.CONTENT_TYPE_004;
    var page = new ByteArrayOutputStream();
    var machine = endpoint.scrape(text, includedNames);
    byte[] metrics = machine == null ? null : machine.getBody();
    page.writeBytes(metrics == null ? NOTHING : metrics);
    Operated rooms = operations.rooms();
    if (rooms != null) {
      operations.beforeLook();
      try (var out = new OutputStreamWriter(page, StandardCharsets.UTF_8)) {
        rooms
            .statsConfig()
            .page(rooms.stats())
            .write(
                StatsQuery.parse(USED_ONLY, StatsQuery.Format.PROMETHEUS),
                includedNames == null ? out : new NamedLines(out, includedNames));
      } catch (IOException e) {
        throw new IllegalStateException("Memory takes everything", e);
      }
    }
    return new WebEndpointResponse<>(page.toByteArray(), text);
  }
}
