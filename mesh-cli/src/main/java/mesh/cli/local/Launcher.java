package mesh.cli.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who starts and ends the mesh of these folders: one process at a time. The system gives the lock
 * back when that process is gone, however it went.
 */
final class Launcher implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 120_000;
  private static final long PAUSE_MILLIS = 50;

  private final FileChannel channel;
  private final Path mark;
  private final Path detached;

  private Launcher(FileChannel channel, Folders folders) {
    this.channel = channel;
    this.mark = mark(folders);
    this.detached = detached(folders);
  }

  /** Becomes the launcher; null if another process is. */
  static @Nullable Launcher become(Folders folders) throws IOException {
    folders.make();
    FileChannel channel =
        FileChannel.open(
            folders.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return null;
    }
    ProcessMark.ours().write(mark(folders));
    return new Launcher(channel, folders);
  }

  /** The launcher of these folders, if one is at work. */
  static Optional<ProcessMark> current(Folders folders) throws IOException {
    return ProcessMark.read(mark(folders)).filter(ProcessMark::isAlive);
  }

  /**
   * Asks the launcher to end what it has started and itself, and waits for it.
   *
   * @return whether there is none any more
   */
  static boolean end(Folders folders) throws IOException, InterruptedException {
    Optional<ProcessMark> current = current(folders);
    if (current.isEmpty()) {
      return true;
    }
    current.get().end();
    for (long waited = 0; waited < PATIENCE_MILLIS; waited += PAUSE_MILLIS) {
      if (!current.get().isAlive()) {
        return true;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  /** Whether what runs was left on purpose. */
  static boolean isDetached(Folders folders) {
    return Files.exists(detached(folders));
  }

  /** Says that what runs is left on purpose, or that it is not. */
  void detach(boolean isDetached) throws IOException {
    if (isDetached) {
      Files.writeString(detached, "");
    } else {
      Files.deleteIfExists(detached);
    }
  }

  private static Path detached(Folders folders) {
    return folders.run().resolve("detached");
  }

  private static Path mark(Folders folders) {
    return folders.run().resolve("launcher.pid");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(mark);
    channel.close();
  }
}
