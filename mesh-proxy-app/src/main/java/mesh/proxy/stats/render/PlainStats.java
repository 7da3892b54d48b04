package mesh.proxy.stats.render;

import java.io.IOException;
import java.util.List;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Distribution;

/** One line a metric: {@code name: value}. */
final class PlainStats {

  private final Appendable out;
  private final StatsQuery.Buckets buckets;
  private final BucketRules bounds;

  PlainStats(Appendable out, StatsQuery.Buckets buckets, BucketRules bounds) {
    this.out = out;
    this.buckets = buckets;
    this.bounds = bounds;
  }

  void write(Readings readings) throws IOException {
    for (Reading text : readings.texts()) {
      out.append(text.name()).append(": \"").append(text.text()).append("\"\n");
    }
    for (Reading number : readings.numbers()) {
      out.append(number.name()).append(": ").append(Long.toString(number.number())).append('\n');
    }
    for (Reading histogram : readings.histograms()) {
      writeHistogram(histogram);
    }
  }

  private void writeHistogram(Reading histogram) throws IOException {
    String name = histogram.name();
    Distribution interval = histogram.interval();
    Distribution cumulative = histogram.cumulative();
    out.append(name).append(':');
    if (cumulative.isEmpty()) {
      out.append(" No recorded values\n");
      return;
    }
    switch (buckets) {
      case UNSET, SUMMARY -> Percentiles.write(out.append(' '), interval, cumulative);
      case CUMULATIVE, DISJOINT -> writeBuckets(bounds.bounds(name), interval, cumulative);
      case DETAILED -> writeDetails(interval, cumulative);
    }
    out.append('\n');
  }

  private void writeBuckets(List<Double> bounds, Distribution interval, Distribution cumulative)
      throws IOException {
    long intervalBelow = 0;
    long below = 0;
    for (double bound : bounds) {
      long intervalCount = interval.countUpTo(bound);
      long count = cumulative.countUpTo(bound);
      out.append(" B").append(Numerals.general(bound)).append('(');
      out.append(Long.toString(intervalCount - intervalBelow)).append(',');
      out.append(Long.toString(count - below)).append(')');
      if (buckets == StatsQuery.Buckets.DISJOINT) {
        intervalBelow = intervalCount;
        below = count;
      }
    }
  }

  private void writeDetails(Distribution interval, Distribution cumulative) throws IOException {
    writeBins("\n  totals=", cumulative);
    writeBins("\n  intervals=", interval);
    Percentiles.write(out.append("\n  summary="), interval, cumulative);
  }

  private void writeBins(String title, Distribution distribution) throws IOException {
    out.append(title);
    for (int at = 0; at < distribution.size(); at++) {
      out.append(at == 0 ? "" : ", ").append(Numerals.shortest(distribution.left(at))).append(',');
      out.append(Numerals.shortest(distribution.width(at)))
          .append(':')
          .append(Long.toString(distribution.count(at)));
    }
  }
}
