package mesh.proxy.leak;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Netty's detector, which also writes to the file that {@code mesh.leaks} names; the build fails if
 * there is one. Netty finds this class by the property {@code io.netty.customResourceLeakDetector}.
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

  private static final String FILE = "mesh.leaks";

  /** For Netty, by reflection. */
  public RecordingLeakDetector(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** For Netty, by reflection. */
  public RecordingLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
    super(resourceType, samplingInterval);
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    record(resourceType + records);
    super.reportTracedLeak(resourceType, records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    record(resourceType);
    super.reportUntracedLeak(resourceType);
  }

  /** Where leaks are written down; null if nobody wants to know. */
  static @Nullable Path file() {
    String name = System.getProperty(FILE);
    return name == null ? null : Path.of(name);
  }

  private static void record(String leak) {
    Path file = file();
    if (file == null) {
      return;
    }
    try {
      Files.writeString(
          file, "LEAK: " + leak + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
