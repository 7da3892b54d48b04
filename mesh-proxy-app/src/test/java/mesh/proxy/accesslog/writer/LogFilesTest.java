package mesh.proxy.accesslog.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {

  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir private Path folder;
  private final Stats stats = Stats.root();
  private LogFiles files = new LogFiles(NEVER, stats);

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void writesWhatIsLeftWhenItCloses() throws IOException {
    files.file(path("a")).write("one\n");
    files.file(path("a")).write("two\n");

    files.close();

    assertThat(folder.resolve("a")).hasContent("one\ntwo\n");
    assertThat(stats.counter("filesystem.write_buffered").value()).isEqualTo(2);
    assertThat(stats.counter("filesystem.write_completed").value()).isEqualTo(1);
    assertThat(stats.gauge("filesystem.write_total_buffered").value()).isZero();
  }

  @Test
  void appendsToWhatIsThere() throws IOException {
    Files.writeString(folder.resolve("a"), "before\n");
    files.file(path("a")).write("after\n");

    files.close();

    assertThat(folder.resolve("a")).hasContent("before\nafter\n");
  }

  @Test
  void writesOldLinesWithoutBeingAsked() throws IOException {
    files.close();
    files = new LogFiles(Duration.ofMillis(5), stats);
    files.file(path("a")).write("line\n");

    await(() -> folder.resolve("a").toFile().length() == 5);

    assertThat(stats.counter("filesystem.flushed_by_timer").value()).isPositive();
  }

  @Test
  void writesFullBuffersAtOnce() {
    String line = "x".repeat(1023) + "\n";
    for (int at = 0; at < LogFile.FULL_BYTES / line.length(); at++) {
      files.file(path("a")).write(line);
    }

    await(() -> folder.resolve("a").toFile().length() == LogFile.FULL_BYTES);
  }

  @Test
  void opensFilesAgainAfterRotation() throws IOException {
    LogFile file = files.file(path("a"));
    file.write("one\n");
    Files.move(folder.resolve("a"), folder.resolve("a.1"));

    files.reopen();
    await(() -> Files.exists(folder.resolve("a")));
    file.write("two\n");
    files.close();

    assertThat(folder.resolve("a")).hasContent("one\ntwo\n");
  }

  @Test
  void keepsTheOldFileIfItCannotReopen() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    LogFile file = files.file(path("d/a"));
    Files.move(folder.resolve("d"), folder.resolve("e"));

    files.reopen();
    await(() -> stats.counter("filesystem.reopen_failed").value() == 1);
    file.write("line\n");
    files.close();

    assertThat(folder.resolve("e/a")).hasContent("line\n");
  }

  @Test
  void keepsTheOrderOfOneWriter() throws IOException {
    LogFile file = files.file(path("a"));
    var expected = new StringBuilder();
    for (int at = 0; at < 50_000; at++) {
      file.write(at + "\n");
      expected.append(at).append('\n');
    }

    files.close();

    assertThat(Files.readString(folder.resolve("a"))).isEqualTo(expected.toString());
  }

  @Test
  void losesNoLineOfManyWriters() throws Exception {
    LogFile file = files.file(path("a"));
    var threads = new Thread[4];
    for (int thread = 0; thread < threads.length; thread++) {
      threads[thread] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int at = 0; at < 5_000; at++) {
                      file.write("a line of forty characters, more or less\n");
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }

    files.close();

    assertThat(Files.readAllLines(folder.resolve("a"))).hasSize(20_000);
    assertThat(stats.counter("filesystem.write_dropped").value()).isZero();
  }

  @Test
  void encodesAllOfUnicode() throws IOException {
    files.file(path("a")).write("\u00e9 \u20ac \ud83d\ude00 \ud83d\n");

    files.close();

    assertThat(Files.readString(folder.resolve("a")))
        .isEqualTo("\u00e9 \u20ac \ud83d\ude00 \ufffd\n");
  }

  @Test
  void refusesAFileThatCannotBeOpened() {
    assertThatThrownBy(() -> files.file("/nowhere/at/all"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "path: /nowhere/at/all (expected: a file that can be opened to append");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited too long").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }
}
