package mesh.proxy.bootstrap.operate;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mesh.proxy.stats.flush.StatsFlush;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running proxy does again and again: flushes statistics, looks whether runtime values on
 * disk were swapped. Shared by cold threads.
 */
public final class Upkeep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration DISK_LOOK = Duration.ofSeconds(1);

  private final Operated rooms;
  private final ServerNumbers numbers;
  private final StatsFlush flush;

  /**
   * Nothing happens before {@link #begin}.
   *
   * @param workers event loops that take traffic
   * @throws mesh.config.InvalidConfigException if a sink of statistics cannot be opened
   */
  public Upkeep(Operated rooms, int workers) {
    this.rooms = rooms;
    this.numbers = new ServerNumbers(rooms, workers);
    this.flush = rooms.statsConfig().newFlush(rooms.stats());
  }

  /** Begins, until {@code cold} ends. */
  public void begin(ScheduledExecutorService cold) {
    every(DISK_LOOK, rooms.layers()::checkDisk, cold);
    Duration interval = rooms.statsConfig().interval();
    if (interval.isPositive()) {
      every(interval, this::flush, cold);
    }
  }

  /** To be called before an operator looks at statistics. */
  public void beforeLook() {
    if (rooms.statsConfig().interval().isPositive()) {
      numbers.refresh();
    } else {
      flush();
    }
  }

  @Override
  public void close() {
    flush.close();
  }

  private void flush() {
    numbers.refresh();
    flush.flush();
  }

  private static void every(Duration period, Runnable task, ScheduledExecutorService cold) {
    long nanos = period.toNanos();
    Runnable safe = () -> attempt(task);
    var running = cold.scheduleWithFixedDelay(safe, nanos, nanos, TimeUnit.NANOSECONDS);
    if (running.isCancelled()) {
      throw new IllegalStateException("The executor takes no more tasks");
    }
  }

  // A task that throws would never run again.
  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Upkeep failed, and is tried again");
    }
  }
}
