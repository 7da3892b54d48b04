package mesh.telemetry.graph;

import java.util.function.ObjLongConsumer;
import mesh.telemetry.attribute.Call;

/** Calls between two workloads over time. Shared by all threads. */
final class Edge {

  private final Window window;
  private final Ring fine;
  private final Ring coarse;
  private long lastSeen; // seconds

  Edge(Window window) {
    this.window = window;
    fine = new Ring(window.fineSeconds(), window.fineBuckets());
    coarse = new Ring(window.coarseSeconds(), window.coarseBuckets());
  }

  synchronized void add(Call call, long now) {
    fine.add(call, now);
    coarse.add(call, now);
    lastSeen = Math.max(lastSeen, now);
  }

  synchronized void each(long now, long seconds, ObjLongConsumer<Cell> visitor) {
    (window.isFine(seconds) ? fine : coarse).each(now, seconds, visitor);
  }

  /** Lets go of what is too old; whether nothing is left. */
  synchronized boolean forget(long now) {
    fine.forget(now);
    coarse.forget(now);
    return lastSeen < now - window.longest();
  }
}
