package mesh.proxy.stats.flush;

import mesh.proxy.stats.Stats;

/** Where numbers are pushed to. Called by one thread. */
interface StatsSink extends AutoCloseable {

  /** Takes what was counted since the last time. */
  void flush(Stats stats);

  @Override
  void close();
}
