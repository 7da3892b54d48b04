package mesh.cli.local;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import mesh.cli.jvm.Readiness;
import mesh.cli.local.Program.Stage;

/** Starts all programs, as much at once as their order allows. Used by one thread. */
final class Startup {

  private static final long PATIENCE_SECONDS = 120;
  private static final String TOKEN_TTL = "1h";

  private final List<Program> programs;
  private final Topology topology;
  private final Folders folders;
  private final Started started;
  private final Consumer<String> out;

  Startup(List<Program> programs, Topology topology, Folders folders, Consumer<String> out) {
    this.programs = List.copyOf(programs);
    this.topology = topology;
    this.folders = folders;
    this.started = new Started(folders);
    this.out = out;
  }

  /**
   * Starts everything and waits until it is ready.
   *
   * @throws IOException with a sentence if something does not get ready
   */
  void run() throws IOException, InterruptedException {
    List<String> faults = programs.stream().flatMap(one -> Ports.faults(one).stream()).toList();
    if (!faults.isEmpty()) {
      throw new IOException(String.join("\n", faults));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        // Neither telemetry nor the workloads wait for anybody.
        var early =
            threads.submit(
                () -> startAll(programs, one -> one.stage() == Stage.WORKLOAD || isTelemetry(one)));
        startAll(programs, one -> one.stage() == Stage.AUTHORITY);
        enrol();
        startAll(programs, one -> one.stage() == Stage.CONTROL && !isTelemetry(one));
        startAll(programs, one -> one.stage() == Stage.SIDECAR || one.stage() == Stage.GATEWAY);
        await(early);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static boolean isTelemetry(Program program) {
    return program.name().equals("telemetry");
  }

  private Void startAll(List<Program> programs, java.util.function.Predicate<Program> which)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> all =
          programs.stream().filter(which).map(one -> threads.submit(() -> start(one))).toList();
      try {
        for (Future<Void> each : all) {
          await(each);
        }
      } finally {
        threads.shutdownNow();
      }
    }
    return null;
  }

  private Void start(Program program) throws IOException, InterruptedException {
    long from = System.nanoTime();
    started.start(program, false);
    awaitReady(program, started, folders);
    out.accept(
        "  %-20s ready after %4.1f s   %s"
            .formatted(
                program.name(),
                (System.nanoTime() - from) / 1e9,
                String.join(" ", program.ports())));
    return null;
  }

  /**
   * Waits until a program is ready.
   *
   * @throws IOException with a sentence, and the end of its log, if it ends or takes too long
   */
  static void awaitReady(Program program, Started started, Folders folders)
      throws IOException, InterruptedException {
    if (!Readiness.awaitOk(program.ready(), () -> started.isAlive(program), PATIENCE_SECONDS)) {
      String what =
          started.isAlive(program) ? "is not ready after " + PATIENCE_SECONDS + " s" : "has ended";
      throw new IOException(
          "%s %s; the end of its log:%n%s%n(all of it: ./mesh logs %s)"
              .formatted(
                  program.name(), what, Logs.end(folders.log(program.name())), program.name()));
    }
  }

  private void enrol() throws IOException {
    var authority = new Enrolment(Plan.CA_HTTP, folders.state("ca").resolve("admin-token"));
    authority.writeAll(topology, Plan.PILOT_MUTUAL, TOKEN_TTL, folders.run());
  }

  private static void await(Future<Void> task) throws IOException, InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
