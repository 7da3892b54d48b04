package mesh.proxy.accesslog.writer;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mesh.config.InvalidConfigException;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All log files of the process and the thread that writes them. Shared by all threads. */
public final class LogFiles implements AutoCloseable {

  /** Bytes that may wait to be written; beyond, lines are dropped and counted. */
  private static final long MOST_WAITING = 16L * 1024 * 1024;

  private static final int MOST_SPARE = 16;
  private static final Logger log = LoggerFactory.getLogger(LogFiles.class);

  /**
   * Lines to write.
   *
   * @param file null only wakes the writer
   */
  private record Job(@Nullable LogFile file, Lines lines) {}

  private static final Job WAKE = new Job(null, new Lines());

  private final Map<String, LogFile> files = new ConcurrentHashMap<>();
  private final BlockingQueue<Job> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final BlockingQueue<Lines> spare = new ArrayBlockingQueue<>(MOST_SPARE);
  private final long flushNanos;
  private final LogFileStats stats;
  private final Thread writer;
  private volatile boolean reopen;
  private volatile boolean closed;

  /**
   * Starts the writer.
   *
   * @param flushInterval how old a line may become before it is written
   */
  public LogFiles(Duration flushInterval, Stats stats) {
    this.flushNanos = flushInterval.toNanos();
    this.stats = LogFileStats.of(stats);
    this.writer = Thread.ofPlatform().name("access-log-writer").daemon().start(this::run);
  }

  /**
   * The file at a path; opened to append if it is not open yet, and kept open.
   *
   * @throws InvalidConfigException with field {@code path}, if it cannot be opened
   */
  public LogFile file(String path) {
    return files.computeIfAbsent(path, this::open);
  }

  /** Opens all files again soon, for log rotation. */
  public void reopen() {
    reopen = true;
    wake();
  }

  /** Writes what was logged so far and ends the writer. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Lines spare() {
    Lines lines = spare.poll();
    return lines == null ? new Lines() : lines;
  }

  /** Takes lines to write; drops them if too many wait. */
  void hand(LogFile file, Lines lines) {
    stats.buffered().add(lines.count());
    if (waitingBytes.get() + lines.size() > MOST_WAITING) {
      stats.dropped().add(lines.count());
      recycle(lines);
    } else {
      queue(file, lines);
    }
  }

  /** As {@link #hand}, for the writer thread itself, which goes on to write. */
  void handTimed(LogFile file, Lines lines) {
    stats.buffered().add(lines.count());
    stats.byTimer().increment();
    queue(file, lines);
  }

  private void queue(LogFile file, Lines lines) {
    waitingBytes.addAndGet(lines.size());
    stats.totalBuffered().add(lines.size());
    waiting.add(new Job(file, lines));
  }

  private LogFile open(String path) {
    try {
      return new LogFile(this, LogTarget.open(path));
    } catch (IOException e) {
      throw new InvalidConfigException(
          "path", path, "a file that can be opened to append; " + e.getMessage());
    }
  }

  private void run() {
    long due = System.nanoTime() + flushNanos;
    while (!closed) {
      Job job = next(due - System.nanoTime());
      if (reopen) {
        reopen = false;
        files.values().forEach(this::reopen);
      }
      write(job);
      if (due - System.nanoTime() <= 0) {
        files.values().forEach(LogFile::collect);
        due = System.nanoTime() + flushNanos;
      }
    }
    files.values().forEach(LogFile::collect);
    writeWaiting();
    files.values().forEach(this::close);
  }

  private Job next(long nanos) {
    try {
      Job job = waiting.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return job == null ? WAKE : job;
    } catch (InterruptedException e) {
      closed = true; // nobody interrupts this thread but a virtual machine that ends
      return WAKE;
    }
  }

  private void wake() {
    waiting.add(WAKE);
  }

  private void writeWaiting() {
    for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
      write(job);
    }
  }

  private void write(Job job) {
    LogFile file = job.file();
    if (file == null) {
      return;
    }
    try {
      file.target().write(job.lines());
      stats.completed().increment();
    } catch (IOException e) {
      stats.failed().increment();
    }
    waitingBytes.addAndGet(-job.lines().size());
    stats.totalBuffered().add(-job.lines().size());
    recycle(job.lines());
  }

  private void recycle(Lines lines) {
    if (lines.size() <= 2 * LogFile.FULL_BYTES) { // an oversized one is not worth keeping
      lines.clear();
      spare.offer(lines);
    }
  }

  private void reopen(LogFile file) {
    try {
      file.target().reopen();
    } catch (IOException e) {
      stats.reopenFailed().increment();
      log.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("Log file not reopened, the old one stays in use");
    }
  }

  private void close(LogFile file) {
    try {
      file.target().close();
    } catch (IOException e) {
      stats.failed().increment();
    }
  }
}
