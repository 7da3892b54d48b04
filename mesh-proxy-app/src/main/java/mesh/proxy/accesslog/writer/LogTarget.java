package mesh.proxy.accesslog.writer;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What bytes are written to. Confined to the writer thread once it is open. */
final class LogTarget {

  private final @Nullable String path; // null for a stream of the process
  private FileOutputStream stream;

  private LogTarget(@Nullable String path, FileOutputStream stream) {
    this.path = path;
    this.stream = stream;
  }

  /**
   * Opens a file to append to; {@code /dev/stdout} and {@code /dev/stderr} are the streams of this
   * process.
   */
  static LogTarget open(String path) throws IOException {
    return switch (path) {
      case "/dev/stdout" -> new LogTarget(null, new FileOutputStream(FileDescriptor.out));
      case "/dev/stderr" -> new LogTarget(null, new FileOutputStream(FileDescriptor.err));
      default -> new LogTarget(path, new FileOutputStream(path, true));
    };
  }

  void write(Lines lines) throws IOException {
    lines.writeTo(stream);
  }

  /**
   * Opens the file again, which may have been moved away; the old one stays in use if that fails.
   */
  void reopen() throws IOException {
    if (path != null) {
      FileOutputStream before = stream;
      stream = new FileOutputStream(path, true);
      before.close();
    }
  }

  void close() throws IOException {
    if (path != null) {
      stream.close();
    }
  }
}
