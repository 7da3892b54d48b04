package mesh.proxy.stats.render;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Distribution;
import mesh.proxy.stats.tag.Tag;

/**
 * Prometheus' text exposition format 0.0.4, with names and labels of {@link Labels}. The help text
 * is the statistic's own name.
 */
final class PrometheusStats {

  private final Appendable out;
  private final StatsQuery query;
  private final Labels names;
  private final BucketRules bounds;
  private final Set<String> written = new HashSet<>();

  /** Writes what stands below a type line. */
  @FunctionalInterface
  private interface SeriesWriter {

    void write(String name, String labels, Reading reading) throws IOException;
  }

  PrometheusStats(Appendable out, StatsQuery query, Labels names, BucketRules bounds) {
    this.out = out;
    this.query = query;
    this.names = names;
    this.bounds = bounds;
  }

  void write(Readings readings) throws IOException {
    write("counter", readings.counters(), this::writeNumber);
    write("gauge", readings.gauges(), this::writeNumber);
    if (query.textReadouts()) {
      write("gauge", readings.texts(), this::writeText);
    }
    if (query.buckets() == StatsQuery.Buckets.SUMMARY) {
      write("summary", readings.histograms(), this::writeSummary);
    } else {
      write("histogram", readings.histograms(), this::writeHistogram);
    }
  }

  /**
   * Prometheus wants the series of one name together, and that name is known once tags are out of
   * it.
   */
  private void write(String type, List<Reading> readings, SeriesWriter series) throws IOException {
    Map<String, List<Reading>> families = new TreeMap<>();
    for (Reading reading : readings) {
      families.computeIfAbsent(names.of(reading).family(), name -> new ArrayList<>(1)).add(reading);
    }
    for (Map.Entry<String, List<Reading>> family : families.entrySet()) {
      String name = family.getKey();
      if (!written.add(name)) {
        continue; // Prometheus takes a name once; a counter goes before a gauge of its name
      }
      head(name, type, names.of(family.getValue().getFirst()).statistic());
      for (Reading reading : family.getValue()) {
        series.write(name, labels(names.of(reading).labels()), reading);
      }
    }
  }

  private void head(String name, String type, String statistic) throws IOException {
    out.append("# HELP ").append(name).append(" Statistic ").append(statistic).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void writeNumber(String name, String labels, Reading reading) throws IOException {
    line(name, "", labels, Long.toString(reading.number()));
  }

  private void writeText(String name, String labels, Reading reading) throws IOException {
    line(name, "", with(labels, "text_value", reading.text()), "0");
  }

  private void writeHistogram(String name, String labels, Reading reading) throws IOException {
    Distribution samples = reading.cumulative();
    for (double bound : bounds.bounds(reading.name())) {
      line(
          name,
          "_bucket",
          with(labels, "le", Numerals.shortest(bound)),
          Long.toString(samples.countUpTo(bound)));
    }
    line(name, "_bucket", with(labels, "le", "+Inf"), Long.toString(samples.total()));
    totals(name, labels, samples);
  }

  private void writeSummary(String name, String labels, Reading reading) throws IOException {
    Distribution samples = reading.interval();
    for (double share : Percentiles.SHARES) {
      String value = Numerals.shortest(samples.quantile(share));
      line(
          name,
          "",
          with(labels, "quantile", Numerals.shortest(share)),
          value.equals("nan") ? "NaN" : value);
    }
    totals(name, labels, samples);
  }

  private void totals(String name, String labels, Distribution samples) throws IOException {
    line(name, "_sum", labels, Numerals.shortest(samples.sum()));
    line(name, "_count", labels, Long.toString(samples.total()));
  }

  private void line(String name, String suffix, String labels, String value) throws IOException {
    out.append(name)
        .append(suffix)
        .append('{')
        .append(labels)
        .append("} ")
        .append(value)
        .append('\n');
  }

  private static String with(String labels, String name, String value) {
    String own = name + "=\"" + escaped(value) + '"';
    return labels.isEmpty() ? own : labels + ',' + own;
  }

  private static String labels(List<Tag> tags) {
    String labels = "";
    for (Tag tag : tags) {
      labels = with(labels, Labels.sanitized(tag.name()), tag.value());
    }
    return labels;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
