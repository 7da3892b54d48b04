package mesh.pilot.serve.push;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task once for many calls that come together: when it was quiet for a while, but not later
 * than a while after the first. Shared by all threads.
 */
public final class Debounce {

  private final Duration quiet;
  private final Duration longest;
  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoClock;
  private final Runnable task;
  private @Nullable ScheduledFuture<?> waiting;
  private long firstAt;

  /**
   * A task that waits.
   *
   * @param quiet time without a call after which it runs
   * @param longest time after the first call at which it runs anyway
   */
  public Debounce(
      Duration quiet,
      Duration longest,
      ScheduledExecutorService scheduler,
      LongSupplier nanoClock,
      Runnable task) {
    this.quiet = quiet;
    this.longest = longest;
    this.scheduler = scheduler;
    this.nanoClock = nanoClock;
    this.task = task;
  }

  /** Asks for the task to run. */
  public synchronized void call() {
    long now = nanoClock.getAsLong();
    if (waiting == null) {
      firstAt = now;
    } else {
      waiting.cancel(false);
    }
    long left = longest.toNanos() - (now - firstAt);
    long delay = Math.max(0, Math.min(quiet.toNanos(), left));
    waiting = scheduler.schedule(this::run, delay, TimeUnit.NANOSECONDS);
  }

  private void run() {
    synchronized (this) {
      waiting = null;
    }
    task.run();
  }
}
