package mesh.proxy.stats.flush;

import java.util.List;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/**
 * Flushes statistics at intervals, or when an operator looks. Methods lock; shared by cold threads.
 */
public final class StatsFlush {

  private final Stats stats;
  private final List<StatsSink> sinks;
  private final Gauge uptime;
  private final long startNanos = System.nanoTime();

  StatsFlush(Stats stats, List<StatsSink> sinks) {
    this.stats = stats;
    this.sinks = List.copyOf(sinks);
    this.uptime = stats.gauge("server.uptime");
  }

  /** Ends an interval. */
  public synchronized void flush() {
    uptime.set((System.nanoTime() - startNanos) / 1_000_000_000);
    stats.flush();
    for (StatsSink sink : sinks) {
      sink.flush(stats);
    }
  }
}
