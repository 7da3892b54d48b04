package mesh.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which process it is: its number, and its birth, as numbers are used again. Immutable.
 *
 * @param birth on Linux the boot and the clock tick of the start, elsewhere its time as ps tells it
 */
record ProcessMark(long pid, String birth) {

  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");
  private static final int STATE = 0; // fields behind the name, which is in parentheses
  private static final int START = 19;

  /**
   * A shell that writes its mark to the file $1 and becomes the command behind it: there is no
   * moment in which the program runs and nobody could find it.
   */
  private static final String RECORD =
      """
      start() { shift 21; echo "$1"; }
      file=$1; shift
      { echo $$
        if [ -r /proc/$$/stat ]; then echo "$(cat /proc/sys/kernel/random/boot_id) $(start $(cat /proc/$$/stat))"
        else ps -o lstart= -p $$; fi
      } >"$file.new" && mv "$file.new" "$file" && exec "$@"
      """;

  /** The command that writes its mark to a file first. */
  static List<String> recorded(Path file, List<String> command) {
    var line = new java.util.ArrayList<>(List.of("sh", "-c", RECORD, "mesh", file.toString()));
    line.addAll(command);
    return line;
  }

  /** This process. */
  static ProcessMark ours() {
    long pid = ProcessHandle.current().pid();
    return new ProcessMark(pid, birth(pid).orElse(""));
  }

  void write(Path file) throws IOException {
    Files.writeString(file, pid + "\n" + birth + "\n");
  }

  /** What a file says; empty if it says nothing. */
  static Optional<ProcessMark> read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 2
          ? Optional.empty()
          : Optional.of(
              new ProcessMark(Long.parseLong(lines.get(0).strip()), lines.get(1).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NumberFormatException e) {
      throw new IOException(file + ": not the mark of a process: " + e.getMessage(), e);
    }
  }

  /** Whether this very process lives; a number that was given to another one does not count. */
  boolean isAlive() {
    return birth(pid).filter(birth::equals).isPresent();
  }

  /** Asks it to end: SIGTERM. */
  void end() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }

  /** Ends it: SIGKILL. */
  void kill() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** When it was started. */
  Optional<Instant> since() {
    return ProcessHandle.of(pid).flatMap(process -> process.info().startInstant());
  }

  // Empty if there is no such process, or only what is left until its parent looks.
  private static Optional<String> birth(long pid) {
    return Files.isReadable(BOOT) ? ofLinux(pid) : ofPs(pid);
  }

  private static Optional<String> ofLinux(long pid) {
    try {
      String text = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      boolean isGone = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return isGone
          ? Optional.empty()
          : Optional.of(Files.readString(BOOT).strip() + " " + fields[START]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ofPs(long pid) {
    try {
      Process ps = new ProcessBuilder("ps", "-o", "lstart=", "-p", Long.toString(pid)).start();
      String said = new String(ps.getInputStream().readAllBytes(), UTF_8).strip();
      return said.isEmpty() ? Optional.empty() : Optional.of(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
