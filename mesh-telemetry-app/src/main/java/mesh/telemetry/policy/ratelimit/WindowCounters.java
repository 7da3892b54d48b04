package mesh.telemetry.policy.ratelimit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts hits in windows. Shared by all threads.
 *
 * <p>Bounded: when it is full, windows that ended are forgotten; if all still run, what is new is
 * not counted. What is counted stays, so that nobody gets rid of a limit by making up values.
 */
final class WindowCounters {

  /** The answer where there was no room to count. */
  static final long NOT_COUNTED = -1;

  private final ConcurrentHashMap<Window, AtomicLong> hits = new ConcurrentHashMap<>();
  private final AtomicLong swept = new AtomicLong(Long.MIN_VALUE); // second of the last sweep
  private final int most;

  private record Window(String key, LimitUnit unit, long end) {}

  /**
   * No windows yet.
   *
   * @param most windows at a time; some more while several threads find room at once
   */
  WindowCounters(int most) {
    this.most = most;
  }

  /**
   * Adds to the window of now.
   *
   * @param more 0 to look only
   * @param now a second since 1970
   * @return the hits with these; {@link #NOT_COUNTED} if there is no room
   */
  long add(String key, LimitUnit unit, long more, long now) {
    var window = new Window(key, unit, unit.windowEnd(now));
    AtomicLong counter = hits.get(window);
    if (counter == null) {
      if (more == 0) {
        return 0;
      }
      if (!hasRoom(now)) {
        return NOT_COUNTED;
      }
      counter = hits.computeIfAbsent(window, absent -> new AtomicLong());
    }
    return counter.addAndGet(more);
  }

  /** Forgets the windows that ended. */
  void sweep(long now) {
    hits.keySet().removeIf(window -> window.end() <= now);
  }

  int size() {
    return hits.size();
  }

  // A sweep looks at everything: once a second is enough, because that is the shortest window.
  private boolean hasRoom(long now) {
    if (hits.mappingCount() < most) {
      return true;
    }
    long last = swept.get();
    if (last < now && swept.compareAndSet(last, now)) {
      sweep(now);
    }
    return hits.mappingCount() < most;
  }
}
