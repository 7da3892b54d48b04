package mesh.cli.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import mesh.cli.jvm.App;
import mesh.cli.jvm.FastStart;
import mesh.cli.jvm.Readiness;
import mesh.cli.jvm.StartedJvm;

/**
 * A short life of a small mesh, from which the JVMs of the apps learn what a start and a request
 * need: certificates, configuration from Pilot, mTLS, logs. What they have learned becomes their
 * caches when they end. Used by one thread.
 */
final class Rehearsal {

  private static final Duration PATIENCE = Duration.ofMinutes(3); // writing a cache takes CPU time
  private static final int REQUESTS = 200;

  private final Folders folders;
  private final Topology topology;
  private final Map<App, FastStart> apps;

  Rehearsal(Folders folders, Topology topology, Map<App, FastStart> apps) {
    this.folders = folders;
    this.topology = topology;
    this.apps = Map.copyOf(apps);
  }

  /** Whether an app has no cache yet. */
  boolean isNeeded() throws IOException {
    for (FastStart app : apps.values()) {
      if (!app.isReady()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the caches that are missing.
   *
   * @throws IOException with a sentence if something does not start, or no cache is written
   */
  void run(String ttl) throws IOException, InterruptedException {
    Map<App, StartedJvm> jvms = new EnumMap<>(App.class);
    Map<App, FastStart> missing = new EnumMap<>(App.class);
    for (Map.Entry<App, FastStart> app : apps.entrySet()) {
      boolean isReady = app.getValue().isReady();
      if (!isReady) {
        app.getValue().prepare();
        missing.put(app.getKey(), app.getValue());
      }
      jvms.put(
          app.getKey(),
          new StartedJvm(app.getValue().jvm(), isReady ? app.getValue().flags() : List.of()));
    }
    Topology small = topology.small();
    Plan plan = new Plan(folders, small, jvms, ttl);
    List<Program> programs = plan.programs().stream().map(one -> trained(one, missing)).toList();
    var started = new Started(folders, PATIENCE);
    try {
      new Startup(programs, small, folders, line -> {}).run();
      for (int request = 0; request < REQUESTS; request++) {
        Readiness.isOk(small.trial());
      }
    } finally {
      started.end(programs);
    }
    for (FastStart app : missing.values()) {
      app.finish();
    }
  }

  // Of the proxies one learns: that of the workload that calls another has both directions.
  private Program trained(Program program, Map<App, FastStart> missing) {
    String learner = Topology.sidecarOf(topology.small().workloads().getFirst());
    for (Map.Entry<App, FastStart> app : missing.entrySet()) {
      String name = app.getKey() == App.PROXY ? learner : app.getKey().word();
      if (program.name().equals(name)) {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(1, app.getValue().trainingFlags());
        return new Program(name, program.stage(), command, program.ready(), program.ports());
      }
    }
    return program;
  }
}
