package mesh.proxy.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Metrics that every scope of a kind has. Immutable; one list serves all scopes.
 *
 * <p>A scope shows a declared metric as zero before anybody wrote to it, so that a million counters
 * of idle clusters need no memory and are listed all the same.
 */
public final class Declared {

  private final Metric[] zeros; // sorted by name

  private Declared(Metric[] zeros) {
    this.zeros = zeros;
  }

  /** The metrics of these names, which are relative to the scope. */
  public static Declared of(List<String> counters, List<String> gauges, List<String> histograms) {
    return new Declared(
        Stream.of(
                counters.stream().map(Counter::new),
                gauges.stream().map(Gauge::new),
                histograms.stream().map(Histogram::new))
            .flatMap(metrics -> metrics.map(Metric.class::cast))
            .sorted(Comparator.comparing(Metric::leafName))
            .toArray(Metric[]::new));
  }

  Metric[] zeros() {
    return zeros;
  }
}
