package mesh.proxy.stats.flush;

import java.util.List;
import mesh.proxy.stats.Stats;

/**
 * Flushes statistics at intervals, or when an operator looks. Methods lock; shared by cold threads.
 */
public final class StatsFlush implements AutoCloseable {

  private final Stats stats;
  private final List<StatsSink> sinks;

  StatsFlush(Stats stats, List<StatsSink> sinks) {
    this.stats = stats;
    this.sinks = List.copyOf(sinks);
  }

  /** Ends an interval. */
  public synchronized void flush() {
    stats.flush();
    for (StatsSink sink : sinks) {
      sink.flush(stats);
    }
  }

  /** Closes the sinks; no flush may follow. */
  @Override
  public synchronized void close() {
    sinks.forEach(StatsSink::close);
  }
}
