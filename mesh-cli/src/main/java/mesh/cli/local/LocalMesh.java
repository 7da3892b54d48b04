package mesh.cli.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.cli.jvm.App;
import mesh.cli.jvm.AppJvm;
import mesh.cli.jvm.FastStart;
import mesh.cli.jvm.Readiness;
import mesh.cli.jvm.StartedJvm;

/** A mesh on this machine: the four apps, services with their sidecars, a gateway. */
public final class LocalMesh {

  private static final long TRIAL_SECONDS = 30;
  private static final long LOOK_MILLIS = 500;
  private static final DateTimeFormatter SINCE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Folders folders;
  private final Started started;
  private final Consumer<String> out;
  private final AtomicBoolean isEnding = new AtomicBoolean();

  /**
   * A mesh.
   *
   * @param out gets lines for people
   */
  public LocalMesh(Folders folders, Consumer<String> out) {
    this.folders = folders;
    this.started = new Started(folders);
    this.out = out;
  }

  /**
   * What to start.
   *
   * @param folder with {@code mesh.properties} and the rules
   * @param ttl of certificates
   * @param isDetached whether it goes on without this process
   * @param isPlain whether no caches of classes are made or used
   */
  public record Wish(Path folder, String ttl, boolean isDetached, boolean isPlain) {}

  /**
   * Starts everything; unless detached, stays until the process is asked to end, and ends it then.
   *
   * @return whether it was started
   * @throws IllegalArgumentException with a sentence if the folder is wrong
   * @throws IOException with a sentence if something does not start
   */
  public boolean up(Wish wish, Map<App, AppJvm> apps) throws IOException, InterruptedException {
    Topology topology = Topology.read(wish.folder().toAbsolutePath().normalize());
    try (Launcher launcher = Launcher.become(folders)) {
      if (launcher == null || isLeftOnPurpose()) {
        out.accept("mesh: runs already (./mesh status shows it, ./mesh down ends it)");
        return false;
      }
      launcher.detach(false);
      endLeftovers();
      Thread end = Thread.ofPlatform().unstarted(this::endAll);
      Runtime.getRuntime().addShutdownHook(end);
      List<Program> programs;
      try {
        programs = new Plan(folders, topology, jvms(wish, topology, apps), wish.ttl()).programs();
        start(programs, topology);
      } catch (IOException e) {
        endAll();
        throw e;
      }
      if (wish.isDetached()) {
        launcher.detach(true);
        out.accept("./mesh down ends everything.");
        Runtime.getRuntime().removeShutdownHook(end);
        return true;
      }
      watch(programs);
      return true;
    }
  }

  // Slow starts are better than none.
  private Map<App, StartedJvm> jvms(Wish wish, Topology topology, Map<App, AppJvm> apps)
      throws IOException, InterruptedException {
    Map<App, FastStart> fast = new EnumMap<>(App.class);
    Map<App, StartedJvm> plain = new EnumMap<>(App.class);
    Map<App, StartedJvm> cached = new EnumMap<>(App.class);
    apps.forEach(
        (app, jvm) -> {
          var one = FastStart.beside(jvm);
          fast.put(app, one);
          plain.put(app, new StartedJvm(jvm, List.of()));
          cached.put(app, new StartedJvm(one.jvm(), one.flags()));
        });
    if (wish.isPlain()) {
      return plain;
    }
    var rehearsal = new Rehearsal(folders, topology, fast);
    if (rehearsal.isNeeded()) {
      out.accept("mesh: a rehearsal, to make caches for fast starts (once for a build, a minute)");
      try {
        rehearsal.run(wish.ttl());
      } catch (IOException e) {
        out.accept("mesh: starting without caches: " + e.getMessage());
        return plain;
      }
    }
    return cached;
  }

  private boolean isLeftOnPurpose() throws IOException {
    return Launcher.isDetached(folders) && started.programs().stream().anyMatch(started::isAlive);
  }

  private void endLeftovers() throws IOException {
    List<Program> left = started.programs();
    List<String> alive = left.stream().filter(started::isAlive).map(Program::name).toList();
    if (!alive.isEmpty()) {
      out.accept("mesh: ending what an earlier start has left: " + String.join(", ", alive));
    }
    started.end(left);
  }

  private void start(List<Program> programs, Topology topology)
      throws IOException, InterruptedException {
    long from = System.nanoTime();
    new Startup(programs, topology, folders, out).run();
    if (!Readiness.awaitOk(topology.trial(), () -> true, TRIAL_SECONDS)) {
      throw new IOException(
          topology.trial()
              + " does not answer 200, although everything is ready; ./mesh logs gateway");
    }
    out.accept("\nReady after %.1f s.\n".formatted((System.nanoTime() - from) / 1e9));
    out.accept("  service graph   http://127.0.0.1:9093/");
    out.accept("  proxies         http://127.0.0.1:15014/api/v1/proxies");
    out.accept("  gateway admin   http://127.0.0.1:15000/");
    out.accept("  logs            " + folders.log("APP") + "\n");
    out.accept("Client, gateway, sidecar, shop, sidecar, sidecar, stock:\n");
    out.accept("  curl " + topology.trial() + "\n");
  }

  // Tells of programs that end and come back, until a signal ends this process.
  private void watch(List<Program> programs) throws InterruptedException {
    out.accept("Ctrl-C ends everything.");
    Set<String> gone = new HashSet<>();
    while (!Thread.currentThread().isInterrupted()) {
      Thread.sleep(LOOK_MILLIS);
      for (Program program : programs) {
        if (started.isAlive(program)) {
          if (gone.remove(program.name())) {
            out.accept("mesh: " + program.name() + " runs again");
          }
        } else if (!isEnding.get() && gone.add(program.name())) {
          out.accept(
              "mesh: %s has ended (./mesh logs %s says why, ./mesh restart %s starts it again)"
                  .formatted(program.name(), program.name(), program.name()));
        }
      }
    }
  }

  private void endAll() {
    if (!isEnding.compareAndSet(false, true)) {
      return;
    }
    try {
      List<Program> programs = started.programs();
      if (!programs.isEmpty()) {
        out.accept("mesh: ending " + programs.size() + " programs");
      }
      List<String> killed = started.end(programs);
      if (!killed.isEmpty()) {
        out.accept("mesh: did not end in time and were killed: " + String.join(", ", killed));
      }
    } catch (IOException e) {
      out.accept("mesh: " + e.getMessage());
    }
  }

  /**
   * Ends the launcher, and what it has started and left.
   *
   * @return whether nothing is left
   */
  public boolean down() throws IOException, InterruptedException {
    boolean hadLauncher = Launcher.current(folders).isPresent();
    if (!Launcher.end(folders)) {
      out.accept("mesh: the launcher does not end");
      return false;
    }
    try (Launcher launcher = Launcher.become(folders)) {
      if (launcher == null) {
        out.accept("mesh: another ./mesh is starting or ending the mesh now");
        return false;
      }
      launcher.detach(false);
      List<Program> left = started.programs();
      List<String> alive = left.stream().filter(started::isAlive).map(Program::name).toList();
      started.end(left);
      if (alive.isEmpty()) {
        out.accept(hadLauncher ? "mesh: ended" : "mesh: nothing runs");
      } else {
        out.accept("mesh: ended " + String.join(", ", alive));
      }
      return true;
    }
  }

  /**
   * Ends programs, if they run, and starts them again with the same command.
   *
   * @throws IllegalArgumentException with a sentence if there is no such program
   */
  public void restart(List<String> names) throws IOException, InterruptedException {
    List<Program> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(program(name));
    }
    for (Program program : chosen) {
      started.end(List.of(program));
      started.start(program, true);
    }
    for (Program program : chosen) {
      Startup.awaitReady(program, started, folders);
      out.accept("mesh: " + program.name() + " is ready");
    }
  }

  /** A line for each program. */
  public List<String> status() throws IOException {
    List<String> lines = new ArrayList<>();
    List<Program> programs = started.programs();
    if (programs.isEmpty()) {
      return List.of("mesh: nothing runs");
    }
    lines.add("%-20s %8s  %-9s %-19s  %s".formatted("APP", "PID", "STATE", "SINCE", "PORTS"));
    for (Program program : programs) {
      Optional<ProcessMark> process = started.process(program);
      String state =
          process.isEmpty() ? "ended" : Readiness.isOk(program.ready()) ? "ready" : "not ready";
      lines.add(
          "%-20s %8s  %-9s %-19s  %s"
              .formatted(
                  program.name(),
                  process.map(mark -> Long.toString(mark.pid())).orElse("-"),
                  state,
                  process
                      .flatMap(ProcessMark::since)
                      .map(at -> LocalDateTime.ofInstant(at, ZoneId.systemDefault()).format(SINCE))
                      .orElse("-"),
                  String.join(" ", program.ports())));
    }
    return lines;
  }

  /**
   * Copies the log of a program.
   *
   * @param follows whether to go on with what comes, until the process is ended
   * @throws IllegalArgumentException with a sentence if there is none
   */
  public void logs(String name, boolean follows, OutputStream to)
      throws IOException, InterruptedException {
    Path log = folders.log(name);
    if (!name.matches("[\\w.-]+") || !Files.isReadable(log)) {
      throw new IllegalArgumentException(
          "APP: " + name + " (expected: " + known() + ", after ./mesh up)");
    }
    Logs.copy(log, to, () -> follows);
  }

  private Program program(String name) throws IOException {
    return started.programs().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("APP: " + name + " (expected: one of ./mesh status)"));
  }

  private String known() throws IOException {
    Path logs = Objects.requireNonNull(folders.log("any").getParent());
    if (!Files.isDirectory(logs)) {
      return "a name of ./mesh status";
    }
    try (Stream<Path> files = Files.list(logs)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.log$", ""))
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }
}
