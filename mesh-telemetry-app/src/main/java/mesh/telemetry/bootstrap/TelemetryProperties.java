package mesh.telemetry.bootstrap;

import java.time.Duration;
import mesh.config.InvalidConfigException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of what is kept; each bounds the memory that it takes. Immutable.
 *
 * @param retention time that the graph looks back; 5m..24h
 * @param requests that are kept to be looked at; the oldest goes first
 * @param edges between two workloads that the graph keeps apart; further ones become one
 * @param series of Istio's metrics that are kept apart; further ones become one
 * @param spans that are kept; the oldest trace goes first
 * @param spanBytes that all kept spans may take
 * @param zipkin where spans are taken
 */
@ConfigurationProperties("mesh.telemetry")
public record TelemetryProperties(
    @DefaultValue("1h") Duration retention,
    @DefaultValue("2000") int requests,
    @DefaultValue("1000") int edges,
    @DefaultValue("2000") int series,
    @DefaultValue("50000") int spans,
    @DefaultValue("16MB") DataSize spanBytes,
    @DefaultValue Zipkin zipkin) {

  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(24);

  public TelemetryProperties {
    if (retention.compareTo(SHORTEST) < 0 || retention.compareTo(LONGEST) > 0) {
      throw new InvalidConfigException("mesh.telemetry.retention", retention, "5m..24h");
    }
    positive("requests", requests);
    positive("edges", edges);
    positive("series", series);
    positive("spans", spans);
    positive("span-bytes", spanBytes.toBytes());
    positive("zipkin.max-request-size", zipkin.maxRequestSize().toBytes());
  }

  /**
   * Zipkin's collector and its query API.
   *
   * @param port that both listen on; 0 takes a free one
   * @param maxRequestSize of a list of spans, before and after it is unpacked
   */
  public record Zipkin(
      @DefaultValue("9411") int port, @DefaultValue("5MB") DataSize maxRequestSize) {}

  private static void positive(String field, long value) {
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new InvalidConfigException("mesh.telemetry." + field, value, "1..2147483647");
    }
  }
}
