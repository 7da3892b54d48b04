package mesh.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What programs have printed. */
final class Logs {

  private static final int LAST_LINES = 15;
  private static final int TAIL_BYTES = 16 << 10;
  private static final int BUFFER = 8 << 10;
  private static final long PAUSE_MILLIS = 200;

  private Logs() {}

  /** The last lines of a log. */
  static String end(Path log) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var bytes = new byte[(int) Math.min(TAIL_BYTES, file.length())];
      file.seek(file.length() - bytes.length);
      file.readFully(bytes);
      List<String> lines = new String(bytes, UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(none: " + e.getMessage() + ")";
    }
  }

  /**
   * Copies a log.
   *
   * @param goesOn asked at the end: whether to wait for more
   */
  static void copy(Path log, OutputStream out, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    long at = 0;
    var buffer = new byte[BUFFER];
    do {
      // a restart with an empty log begins from the start
      at = Files.size(log) < at ? 0 : at;
      try (var file = new RandomAccessFile(log.toFile(), "r")) {
        file.seek(at);
        for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
          out.write(buffer, 0, read);
          at += read;
        }
      }
      out.flush();
      if (goesOn.getAsBoolean()) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } while (goesOn.getAsBoolean());
  }
}
