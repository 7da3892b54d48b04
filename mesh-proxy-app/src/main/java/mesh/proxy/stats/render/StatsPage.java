package mesh.proxy.stats.render;

import java.io.IOException;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.tag.TagRules;

/**
 * Everything that is counted, ready to be shown. Shared by all threads.
 *
 * @param tags what becomes labels in the Prometheus form
 */
public record StatsPage(Stats stats, TagRules tags, BucketRules bounds) {

  /** Writes what {@code query} asks for. */
  public void write(StatsQuery query, Appendable out) throws IOException {
    Readings readings = Readings.of(stats, query);
    switch (query.format()) {
      case TEXT -> new PlainStats(out, query.buckets(), bounds).write(readings);
      case JSON -> new JsonStats(out, query.buckets(), bounds).write(readings);
      case PROMETHEUS ->
          new PrometheusStats(out, query, new Labels(stats, tags), bounds).write(readings);
    }
  }
}
