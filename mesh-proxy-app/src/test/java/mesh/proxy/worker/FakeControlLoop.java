package mesh.proxy.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A control loop whose time moves only when told. Confined to the thread of the test. */
public final class FakeControlLoop implements ControlLoop {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Due> timers = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1_000_000_000L; // wraps within the first second
  private long sequence;
  private boolean running;

  private record Due(long atNanos, long sequence, Runnable task) {}

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    run();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var due = new Due(nanos + delay.toNanos(), sequence++, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public boolean isHere() {
    return true;
  }

  /** Lets time pass; what becomes due runs in order. */
  public void advance(Duration step) {
    long end = nanos + step.toNanos();
    while (true) {
      Due next =
          timers.stream()
              .filter(due -> due.atNanos() - end <= 0)
              .min(
                  Comparator.comparingLong((Due due) -> due.atNanos() - end)
                      .thenComparingLong(Due::sequence))
              .orElse(null);
      if (next == null) {
        nanos = end;
        return;
      }
      timers.remove(next);
      nanos = next.atNanos();
      execute(next.task());
    }
  }

  /** How many timers are set. */
  public int timers() {
    return timers.size();
  }

  /** How long until the next timer is due. */
  public Duration untilNext() {
    return timers.stream()
        .map(due -> Duration.ofNanos(due.atNanos() - nanos))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private void run() {
    if (running) {
      return; // the task at work goes first, as on a real loop
    }
    running = true;
    try {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    } finally {
      running = false;
    }
  }
}
