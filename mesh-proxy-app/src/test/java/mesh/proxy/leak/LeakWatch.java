package mesh.proxy.leak;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Begins a test run without leaks, and ends it with a collection, so that those of the last tests
 * are found, too.
 */
public final class LeakWatch implements LauncherSessionListener {

  private static final int COLLECTIONS = 3;
  private static final long PAUSE_MILLIS = 100;
  private static final List<ByteBufAllocator> ALLOCATORS =
      List.of(
          PooledByteBufAllocator.DEFAULT,
          UnpooledByteBufAllocator.DEFAULT,
          ByteBufAllocator.DEFAULT);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Path file = RecordingLeakDetector.file();
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (RecordingLeakDetector.file() == null) {
      return;
    }
    for (int at = 0; at < COLLECTIONS; at++) {
      System.gc();
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      // a detector looks for leaks when something is allocated
      ALLOCATORS.forEach(allocator -> allocator.directBuffer(1).release());
    }
  }
}
