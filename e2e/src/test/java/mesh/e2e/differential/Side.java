package mesh.e2e.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plays the cases of one base configuration on one proxy. */
final class Side {

  private static final int AT_ONCE = 8;
  private static final int WARM_UP_REQUESTS = 150;
  private static final Case WARM_UP = Case.warmUp();

  private final Proxy.Kind kind;
  private final String base;
  private final Path folder;
  private final Map<String, Observation> seen = new HashMap<>();
  private final Map<String, String> refused = new HashMap<>();

  /**
   * Plays nothing yet.
   *
   * @param role its name among the output files
   */
  Side(Proxy.Kind kind, String role, String base) throws IOException {
    this.kind = kind;
    this.base = base;
    this.folder = Path.of("target", "differential", role + "-" + base).toAbsolutePath();
    Files.createDirectories(folder);
  }

  /** What was seen of each case, by id, without those that the proxy refused. */
  Map<String, Observation> seen() {
    return seen;
  }

  /** Why the proxy did not take the configuration of a case, by id. */
  Map<String, String> refused() {
    return refused;
  }

  /** Starts the proxy, without the cases that it refuses, and plays all others. */
  Side run(List<Case> cases) throws IOException, InterruptedException {
    List<Case> left = new ArrayList<>(cases);
    left.addFirst(WARM_UP);
    boolean done = false;
    while (!done) {
      done = attempt(left);
    }
    return this;
  }

  private boolean attempt(List<Case> cases) throws IOException, InterruptedException {
    List<Integer> ports = Proxy.freePorts(cases.size() + 1);
    List<Slot> slots = new ArrayList<>();
    try {
      for (int i = 0; i < cases.size(); i++) {
        slots.add(Slot.open(cases.get(i), ports.get(i), folder));
        Files.deleteIfExists(slots.get(i).log());
      }
      return runOn(ports.getLast(), slots, cases);
    } finally {
      for (Slot slot : slots) {
        slot.close();
      }
    }
  }

  private boolean runOn(int adminPort, List<Slot> slots, List<Case> cases)
      throws IOException, InterruptedException {
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, Bootstrap.write(base, adminPort, slots));
    Map<Slot, Play> plays;
    String statistics;
    try (var proxy = Proxy.start(kind, config, folder.resolve("output.log"), adminPort)) {
      if (!proxy.awaitReady()) {
        setAside(cases, slots, proxy.output());
        return false;
      }
      for (int i = 0; i < WARM_UP_REQUESTS; i++) {
        var _ = Play.of(slots.getFirst());
      }
      plays = playAll(slots.subList(1, slots.size()));
      if (!proxy.alive()) {
        throw new IllegalStateException(kind + " died:\n" + proxy.output());
      }
      statistics = proxy.admin("/stats");
    }
    for (var play : plays.entrySet()) {
      List<String> lines = new ArrayList<>(play.getValue().lines());
      lines.addAll(log(play.getKey()));
      lines.addAll(statistics(play.getKey(), statistics));
      var observation = Observation.of(play.getKey(), lines, play.getValue().took());
      seen.put(play.getKey().story().id(), observation);
    }
    return true;
  }

  private void setAside(List<Case> cases, List<Slot> slots, String output)
      throws IOException, InterruptedException {
    if (output.contains("already in use")) {
      return; // somebody else was faster; the next attempt takes other ports
    }
    Map<Case, String> faulty =
        kind == Proxy.Kind.ENVOY
            ? Faults.tried(kind, base, slots, folder)
            : Faults.named(slots, output);
    if (faulty.isEmpty()) {
      throw new IllegalStateException(kind + " does not start:\n" + output);
    }
    if (faulty.containsKey(WARM_UP)) {
      throw new IllegalStateException(kind + " refuses the plainest case:\n" + output);
    }
    faulty.forEach((story, why) -> refused.put(story.id(), why));
    cases.removeAll(faulty.keySet());
  }

  private static Map<Slot, Play> playAll(List<Slot> slots) throws InterruptedException {
    Map<Slot, Play> plays = new LinkedHashMap<>();
    try (var players = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      Map<Slot, Future<Play>> playing = new LinkedHashMap<>();
      slots.forEach(slot -> playing.put(slot, players.submit(() -> Play.of(slot))));
      for (var one : playing.entrySet()) {
        plays.put(one.getKey(), one.getValue().get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return plays;
  }

  private static List<String> log(Slot slot) throws IOException {
    return Files.exists(slot.log())
        ? Files.readAllLines(slot.log()).stream()
            .sorted()
            .map(line -> "log " + line.stripTrailing())
            .toList()
        : List.of();
  }

  private static List<String> statistics(Slot slot, String page) {
    return Tree.list(slot.story().written().get("stats")).stream()
        .map(
            name ->
                page.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .findFirst()
                    .orElse(name + ": (none)"))
        .map(line -> "stat " + line)
        .toList();
  }
}
