package mesh.proxy.cluster.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mesh.config.InvalidConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event files of the process; several clusters may write to one. Shared by all threads: lines
 * are written by a thread of their own, for disks may be slow.
 */
public final class EventFiles implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventFiles.class);

  private final Map<Path, EventLog> open = new ConcurrentHashMap<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("event-files").factory());

  /**
   * Opens a file for appending; made if it is not there.
   *
   * @param field where the path stands, for the fault if it cannot be written
   * @throws InvalidConfigException if it cannot be written
   */
  public EventLog open(String path, String field) {
    return open.computeIfAbsent(Path.of(path), file -> opened(file, field));
  }

  private EventLog opened(Path file, String field) {
    try {
      Files.writeString(
          file, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new InvalidConfigException(field, file, "a file that can be written: " + e);
    }
    return line -> writer.execute(() -> append(file, line));
  }

  private static void append(Path file, String line) {
    try {
      Files.write(
          file,
          (line + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      log.atWarn().addKeyValue("file", file).setCause(e).log("Event not written");
    }
  }

  /** Writes what is waiting, then ends. */
  @Override
  public void close() {
    writer.close();
  }
}
