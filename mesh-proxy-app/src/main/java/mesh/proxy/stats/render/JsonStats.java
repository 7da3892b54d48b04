package mesh.proxy.stats.render;

import java.io.IOException;
import java.util.List;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Distribution;

/** A JSON document with a list of metrics, histograms in its last element. */
final class JsonStats {

  private final Appendable out;
  private final StatsQuery.Buckets buckets;
  private final BucketRules bounds;
  private boolean started; // an element of the list was written

  JsonStats(Appendable out, StatsQuery.Buckets buckets, BucketRules bounds) {
    this.out = out;
    this.buckets = buckets;
    this.bounds = bounds;
  }

  void write(Readings readings) throws IOException {
    out.append("{\"stats\":[");
    for (Reading text : readings.texts()) {
      element(text.name()).append(quoted(text.text())).append('}');
    }
    for (Reading number : readings.numbers()) {
      element(number.name()).append(Long.toString(number.number())).append('}');
    }
    if (!readings.histograms().isEmpty()) {
      out.append(started ? "," : "").append("{\"histograms\":");
      writeHistograms(readings.histograms());
      out.append('}');
    }
    out.append("]}");
  }

  private Appendable element(String name) throws IOException {
    out.append(started ? ",{\"name\":" : "{\"name\":").append(quoted(name)).append(",\"value\":");
    started = true;
    return out;
  }

  private void writeHistograms(List<Reading> histograms) throws IOException {
    String separator = "";
    out.append(
        switch (buckets) {
          case UNSET, SUMMARY -> percentileList("supported_quantiles") + "\"computed_quantiles\":[";
          case DETAILED -> percentileList("supported_percentiles") + "\"details\":[";
          case CUMULATIVE, DISJOINT -> "[";
        });
    for (Reading histogram : histograms) {
      out.append(separator).append("{\"name\":").append(quoted(histogram.name()));
      Distribution interval = histogram.interval();
      Distribution cumulative = histogram.cumulative();
      switch (buckets) {
        case UNSET, SUMMARY -> writeQuantiles(",\"values\":[", interval, cumulative);
        case CUMULATIVE, DISJOINT ->
            writeBuckets(bounds.bounds(histogram.name()), interval, cumulative);
        case DETAILED -> {
          writeBins(",\"totals\":[", cumulative);
          writeBins(",\"intervals\":[", interval);
          writeQuantiles(",\"percentiles\":[", interval, cumulative);
        }
      }
      out.append('}');
      separator = ",";
    }
    out.append(
        buckets == StatsQuery.Buckets.CUMULATIVE || buckets == StatsQuery.Buckets.DISJOINT
            ? "]"
            : "]}");
  }

  private static String percentileList(String title) {
    return "{\"" + title + "\":[" + String.join(",", Percentiles.NAMES) + "],";
  }

  private void writeQuantiles(String title, Distribution interval, Distribution cumulative)
      throws IOException {
    out.append(title);
    for (int at = 0; at < Percentiles.SHARES.length; at++) {
      out.append(at == 0 ? "{\"cumulative\":" : ",{\"cumulative\":");
      out.append(number(cumulative.quantile(Percentiles.SHARES[at]))).append(",\"interval\":");
      out.append(number(interval.quantile(Percentiles.SHARES[at]))).append('}');
    }
    out.append(']');
  }

  private void writeBuckets(List<Double> bounds, Distribution interval, Distribution cumulative)
      throws IOException {
    long intervalBelow = 0;
    long below = 0;
    String separator = ",\"buckets\":[";
    for (double bound : bounds) {
      long intervalCount = interval.countUpTo(bound);
      long count = cumulative.countUpTo(bound);
      out.append(separator)
          .append("{\"upper_bound\":")
          .append(number(bound))
          .append(",\"interval\":");
      out.append(Long.toString(intervalCount - intervalBelow)).append(",\"cumulative\":");
      out.append(Long.toString(count - below)).append('}');
      if (buckets == StatsQuery.Buckets.DISJOINT) {
        intervalBelow = intervalCount;
        below = count;
      }
      separator = ",";
    }
    out.append(']');
  }

  private void writeBins(String title, Distribution distribution) throws IOException {
    out.append(title);
    for (int at = 0; at < distribution.size(); at++) {
      out.append(at == 0 ? "" : ",")
          .append("{\"lower_bound\":")
          .append(number(distribution.left(at)));
      out.append(",\"width\":").append(number(distribution.width(at)));
      out.append(",\"count\":").append(Long.toString(distribution.count(at))).append('}');
    }
    out.append(']');
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "null" : Numerals.shortest(value);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < ' ') {
        quoted.append("\\u%04x".formatted((int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }
}
