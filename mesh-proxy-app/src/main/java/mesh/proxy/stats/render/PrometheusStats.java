package mesh.proxy.stats.render;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Distribution;
import mesh.proxy.stats.tag.Tag;
import mesh.proxy.stats.tag.TagRules;

/**
 * Prometheus' text exposition format 0.0.4, with Envoy's names: {@code envoy_} and the name without
 * its tags, which become labels.
 */
final class PrometheusStats {

  private final Appendable out;
  private final StatsQuery query;
  private final TagRules tags;
  private final BucketRules bounds;

  /** Writes what stands below a type line. */
  @FunctionalInterface
  private interface SeriesWriter {

    void write(String name, String labels, Reading reading) throws IOException;
  }

  PrometheusStats(Appendable out, StatsQuery query, TagRules tags, BucketRules bounds) {
    this.out = out;
    this.query = query;
    this.tags = tags;
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
    Map<String, List<Reading>> byName = new TreeMap<>();
    for (Reading reading : readings) {
      byName
          .computeIfAbsent(tags.split(reading.name()).name(), name -> new ArrayList<>(1))
          .add(reading);
    }
    for (Map.Entry<String, List<Reading>> group : byName.entrySet()) {
      String name = metricName(group.getKey());
      out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
      for (Reading reading : group.getValue()) {
        series.write(name, labels(tags.split(reading.name()).tags()), reading);
      }
    }
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
      labels = with(labels, sanitized(tag.name()), tag.value());
    }
    return labels;
  }

  private static String metricName(String name) {
    return "envoy_" + sanitized(name);
  }

  /** Prometheus' letters only, and no digit in front. */
  private static String sanitized(String name) {
    var clean = new StringBuilder(name.length());
    for (int at = 0; at < name.length(); at++) {
      char letter = name.charAt(at);
      boolean allowed =
          letter >= 'a' && letter <= 'z'
              || letter >= 'A' && letter <= 'Z'
              || letter == '_'
              || letter >= '0' && letter <= '9';
      clean.append(allowed ? letter : '_');
    }
    return !clean.isEmpty() && Character.isDigit(clean.charAt(0))
        ? clean.insert(0, '_').toString()
        : clean.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
