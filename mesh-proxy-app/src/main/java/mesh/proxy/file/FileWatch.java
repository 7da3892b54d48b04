package mesh.proxy.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files now and then and tells who asked when they changed. Any thread may ask; all are
 * told on the executor's.
 *
 * <p>By looking, not by inotify: a mounted Kubernetes secret changes by a link far above the file,
 * and some file systems tell nobody. A change is told when a second look finds the files as the
 * first one did, so that a writer has time to write the key behind the certificate.
 */
public final class FileWatch {

  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  private final List<Watch> watches = new CopyOnWriteArrayList<>();

  /** Files as they were, and what to run when they are not any more. */
  private static final class Watch {

    final List<Path> paths;
    final Runnable onChange;
    Map<Path, Stamp> seen;
    boolean changing;

    Watch(List<Path> paths, Runnable onChange, Map<Path, Stamp> seen) {
      this.paths = paths;
      this.onChange = onChange;
      this.seen = seen;
    }
  }

  /** What differs when a file differs; all null for a file that is not there. */
  private record Stamp(
      @Nullable Path target, @Nullable FileTime modified, long bytes, @Nullable Object inode) {

    static final Stamp MISSING = new Stamp(null, null, 0, null);

    static Stamp of(Path path) {
      try {
        Path target = path.toRealPath();
        var attributes = Files.readAttributes(target, BasicFileAttributes.class);
        return new Stamp(
            target, attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return MISSING;
      }
    }
  }

  /** Ends a watch. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {

    /** Idempotent; a call that is under way still comes. */
    @Override
    void close();
  }

  /**
   * Looks every {@code period} on {@code executor}, for ever.
   *
   * @param executor not an event loop: looking at files blocks
   */
  public static FileWatch polling(ScheduledExecutorService executor, Duration period) {
    var watch = new FileWatch();
    long nanos = period.toNanos();
    var polling = executor.scheduleWithFixedDelay(watch::look, nanos, nanos, TimeUnit.NANOSECONDS);
    if (polling.isCancelled()) {
      throw new IllegalStateException("The executor takes no more tasks");
    }
    return watch;
  }

  /** Tells when any of the files changes, appears or goes. */
  public Registration watch(Collection<Path> files, Runnable onChange) {
    var paths = List.copyOf(files);
    if (paths.isEmpty()) {
      return () -> {};
    }
    var watch = new Watch(paths, onChange, stamps(paths, new HashMap<>()));
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  /** One look at all files, each once. */
  void look() {
    Map<Path, Stamp> looked = new HashMap<>();
    for (Watch watch : watches) {
      try {
        look(watch, looked);
      } catch (RuntimeException e) {
        log.atError().addKeyValue("files", watch.paths).setCause(e).log("Changed files not taken");
      }
    }
  }

  private static void look(Watch watch, Map<Path, Stamp> looked) {
    Map<Path, Stamp> now = stamps(watch.paths, looked);
    if (!now.equals(watch.seen)) {
      watch.seen = now;
      watch.changing = true;
    } else if (watch.changing) {
      watch.changing = false;
      watch.onChange.run();
    }
  }

  private static Map<Path, Stamp> stamps(List<Path> paths, Map<Path, Stamp> looked) {
    Map<Path, Stamp> stamps = new HashMap<>();
    for (Path path : paths) {
      stamps.put(path, looked.computeIfAbsent(path, Stamp::of));
    }
    return stamps;
  }
}
