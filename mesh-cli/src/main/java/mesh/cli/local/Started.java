package mesh.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.cli.local.Program.Stage;

/**
 * The programs that were started here and are written down, whoever has started them. Used by
 * several threads, each for programs of its own.
 */
final class Started {

  private static final String MARK = ".pid";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 20;

  private final Folders folders;
  private final Duration patience;

  Started(Folders folders) {
    this(folders, PATIENCE);
  }

  /**
   * Programs of these folders.
   *
   * @param patience with one that is asked to end, before it is killed
   */
  Started(Folders folders, Duration patience) {
    this.folders = folders;
    this.patience = patience;
  }

  /** All programs that are written down, in order of their start. */
  List<Program> programs() throws IOException {
    if (!Files.isDirectory(folders.run())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folders.run())) {
      List<Path> found =
          files.filter(file -> file.toString().endsWith(Program.SUFFIX)).sorted().toList();
      List<Program> programs = new ArrayList<>();
      for (Path file : found) {
        programs.add(Program.read(file));
      }
      programs.sort(Comparator.comparing(Program::stage));
      return programs;
    }
  }

  /** The process of a program; empty if it does not run. */
  Optional<ProcessMark> process(Program program) throws IOException {
    return ProcessMark.read(mark(program)).filter(ProcessMark::isAlive);
  }

  /** Whether it runs. */
  boolean isAlive(Program program) {
    try {
      return process(program).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts a program, away from the terminal, so that Ctrl-C there is ours to hand on.
   *
   * @param isAgain whether its log goes on
   */
  void start(Program program, boolean isAgain) throws IOException {
    program.write(folders.run());
    Files.deleteIfExists(mark(program));
    List<String> command = ProcessMark.recorded(mark(program), program.command());
    if (Stream.of("/usr/bin/setsid", "/bin/setsid").anyMatch(file -> Files.exists(Path.of(file)))) {
      command = new ArrayList<>(command);
      command.addFirst("setsid");
    }
    Path log = folders.log(program.name());
    if (!isAgain) {
      Files.deleteIfExists(log);
    }
    new ProcessBuilder(command)
        .redirectInput(new java.io.File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .directory(folders.home().toFile())
        .start();
    awaitMark(program);
  }

  private void awaitMark(Program program) throws IOException {
    for (long waited = 0; waited < PATIENCE.toMillis(); waited += PAUSE_MILLIS) {
      if (Files.exists(mark(program))) {
        return;
      }
      pause();
    }
    throw new IOException(program.name() + " did not start; see " + folders.log(program.name()));
  }

  /**
   * Ends programs, stage by stage from the edge inwards, and forgets them. Only processes that are
   * still those that were started are ended.
   *
   * @return names of those that had to be killed
   */
  List<String> end(List<Program> programs) throws IOException {
    List<String> killed = new ArrayList<>();
    for (Stage stage : List.of(Stage.values()).reversed()) {
      List<Program> of = programs.stream().filter(one -> one.stage() == stage).toList();
      killed.addAll(endTogether(of));
    }
    return killed;
  }

  private List<String> endTogether(List<Program> programs) throws IOException {
    for (Program program : programs) {
      process(program).ifPresent(ProcessMark::end);
    }
    List<String> killed = new ArrayList<>();
    long deadline = System.nanoTime() + patience.toNanos();
    for (Program program : programs) {
      while (isAlive(program) && System.nanoTime() < deadline) {
        pause();
      }
      Optional<ProcessMark> left = process(program);
      if (left.isPresent()) {
        left.get().kill();
        killed.add(program.name());
        long soon = System.nanoTime() + PATIENCE.toNanos();
        while (left.get().isAlive() && System.nanoTime() < soon) {
          pause();
        }
      }
      Files.deleteIfExists(mark(program));
      Files.deleteIfExists(folders.run().resolve(program.name() + Program.SUFFIX));
    }
    return killed;
  }

  private Path mark(Program program) {
    return folders.run().resolve(program.name() + MARK);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
