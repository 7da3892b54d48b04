package mesh.proxy.accesslog.file;

import io.netty.util.concurrent.FastThreadLocal;
import mesh.proxy.accesslog.AccessLogSink;
import mesh.proxy.accesslog.writer.LogFile;
import mesh.proxy.format.Formatter;
import mesh.proxy.stream.StreamInfo;

/** Formats an entry and appends it to a file. Shared by all loops. */
final class FileSink implements AccessLogSink {

  private static final int USUAL_LINE = 512;
  private static final int MOST_KEPT = 64 * 1024;

  private static final FastThreadLocal<StringBuilder> LINE =
      new FastThreadLocal<>() {
        @Override
        protected StringBuilder initialValue() {
          return new StringBuilder(USUAL_LINE);
        }
      };

  private final LogFile file;
  private final Formatter format;

  FileSink(LogFile file, Formatter format) {
    this.file = file;
    this.format = format;
  }

  @Override
  public void log(StreamInfo info) {
    StringBuilder line = LINE.get();
    line.setLength(0);
    format.print(info, line);
    file.write(line);
    if (line.capacity() > MOST_KEPT) {
      LINE.remove();
    }
  }
}
