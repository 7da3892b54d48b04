package mesh.proxy.stats.render;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Metric;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.TextReadout;

/**
 * The metrics that a query asks for, each list in the order of names. Immutable.
 *
 * @param counters empty if the query does not want that type; so are the others
 */
record Readings(
    List<Reading> texts, List<Reading> counters, List<Reading> gauges, List<Reading> histograms) {

  static Readings of(Stats stats, StatsQuery query) {
    var readings =
        new Readings(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    stats.visit((prefix, metric) -> readings.listOf(metric).add(new Reading(prefix, metric, null)));
    return new Readings(
        StatsQuery.Type.TEXT_READOUTS.isIn(query.type())
            ? chosen(readings.texts, query)
            : List.of(),
        StatsQuery.Type.COUNTERS.isIn(query.type()) ? chosen(readings.counters, query) : List.of(),
        StatsQuery.Type.GAUGES.isIn(query.type()) ? chosen(readings.gauges, query) : List.of(),
        StatsQuery.Type.HISTOGRAMS.isIn(query.type())
            ? chosen(readings.histograms, query)
            : List.of());
  }

  /** Counters and gauges in one list. */
  List<Reading> numbers() {
    var both = new ArrayList<Reading>(counters.size() + gauges.size());
    both.addAll(counters);
    both.addAll(gauges);
    both.sort(Reading::compareName);
    return both;
  }

  private List<Reading> listOf(Metric metric) {
    return switch (metric) {
      case Counter counter -> counters;
      case Gauge gauge -> gauges;
      case Histogram histogram -> histograms;
      case TextReadout text -> texts;
    };
  }

  private static List<Reading> chosen(List<Reading> all, StatsQuery query) {
    all.sort(Reading::compareName);
    var chosen = new ArrayList<Reading>();
    for (Reading reading : all) {
      if (query.usedOnly() && !reading.isUsed() || !query.wants(reading)) {
        continue;
      }
      if (!chosen.isEmpty() && chosen.getLast().compareName(reading) == 0) {
        chosen.set(
            chosen.size() - 1, new Reading(reading.prefix(), reading.metric(), chosen.getLast()));
      } else {
        chosen.add(reading);
      }
    }
    return chosen;
  }
}
