package mesh.e2e.differential;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/**
 * Our proxy gives what Envoy gives.
 *
 * <p>{@code -Dcase=retries,routing/prefix} plays only the cases whose id starts so; {@code
 * -Dsubject=envoy} compares Envoy with itself, which shows a case that is not repeatable.
 */
class DifferentialIT {

  private static final Path SEEN = Path.of("target", "differential", "seen");

  private final Map<String, Observation> expected = new HashMap<>();
  private final Map<String, Observation> actual = new HashMap<>();
  private final Map<String, String> refusedByEnvoy = new HashMap<>();
  private final Map<String, String> refused = new HashMap<>();
  private final Proxy.Kind subject =
      System.getProperty("subject", "mesh").equals("envoy") ? Proxy.Kind.ENVOY : Proxy.Kind.MESH;

  @TestFactory
  Stream<DynamicNode> givesWhatEnvoyGives(TestReporter reporter) throws Exception {
    Stream<String> wanted = Stream.of(System.getProperty("case", "").split(",", -1));
    List<Case> cases = Case.all(wanted.filter(word -> !word.isEmpty()).toList());
    var bases = cases.stream().collect(groupingBy(Case::base, TreeMap::new, toList()));
    for (var base : bases.entrySet()) {
      play(base.getKey(), base.getValue());
      List<Case> doubtful = base.getValue().stream().filter(this::isDoubtful).toList();
      if (!doubtful.isEmpty()) {
        reporter.publishEntry("played again", doubtful.stream().map(Case::id).toList().toString());
        play(base.getKey(), doubtful);
      }
    }
    Map<String, List<DynamicNode>> groups = new LinkedHashMap<>();
    for (Case story : cases) {
      groups
          .computeIfAbsent(story.group(), group -> new ArrayList<>())
          .add(DynamicTest.dynamicTest(story.name(), story.file().toUri(), () -> check(story)));
    }
    return groups.entrySet().stream()
        .map(group -> DynamicContainer.dynamicContainer(group.getKey(), group.getValue()));
  }

  private void play(String base, List<Case> cases)
      throws IOException, InterruptedException, ExecutionException {
    var envoy = new Side(Proxy.Kind.ENVOY, "envoy", base);
    var ours = new Side(subject, "subject", base);
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = both.submit(() -> envoy.run(cases));
      var second = both.submit(() -> ours.run(cases));
      first.get();
      second.get();
    }
    expected.putAll(envoy.seen());
    actual.putAll(ours.seen());
    refusedByEnvoy.putAll(envoy.refused());
    refused.putAll(ours.refused());
  }

  // A busy machine can spoil one play of a case that lives by its timing; a real difference stays.
  private boolean isDoubtful(Case story) {
    Observation envoy = expected.get(story.id());
    return story.open() == null
        && envoy != null
        && actual.containsKey(story.id())
        && (wrongTime(story, "Envoy", envoy) != null || difference(story, envoy) != null);
  }

  private void check(Case story) throws IOException {
    Observation envoy = expected.get(story.id());
    if (envoy == null) {
      throw new AssertionError("Envoy refuses this: " + refusedByEnvoy.get(story.id()));
    }
    keep(story, "envoy", envoy);
    keep(story, "subject", actual.get(story.id()));
    String wrongTime = wrongTime(story, "Envoy", envoy);
    if (wrongTime != null) {
      throw new AssertionError(wrongTime);
    }
    String difference = difference(story, envoy);
    if (story.open() != null && subject == Proxy.Kind.MESH) {
      Assumptions.assumeTrue(difference == null, "open: " + story.open());
      throw new AssertionError("Gives what Envoy gives: take `open` out of " + story.file());
    }
    if (difference != null) {
      throw new AssertionError(difference);
    }
  }

  // Null if there is none.
  private @Nullable String difference(Case story, Observation envoy) {
    Observation ours = actual.get(story.id());
    if (ours == null) {
      return "Refuses the configuration: " + refused.get(story.id());
    }
    String wanted = envoy.text();
    String title = "envoy";
    List<String> given = ours.lines();
    Differs differs = story.differs();
    if (differs != null && subject == Proxy.Kind.MESH) {
      if (ours.text().equals(wanted)) {
        return "Gives what Envoy gives: take `differs` out of " + story.file();
      }
      wanted = differs.wanted(envoy);
      title = "as the case says";
      given = differs.given(ours);
    }
    return trimmed(given).equals(trimmed(wanted.lines().toList()))
        ? wrongTime(story, "subject", ours)
        : "\n" + SideBySide.of(title, wanted.lines().toList(), "subject", given) + "\n";
  }

  // A file's lines have no space at their ends.
  private static List<String> trimmed(List<String> lines) {
    return lines.stream().map(String::stripTrailing).toList();
  }

  private static @Nullable String wrongTime(Case story, String who, Observation observation) {
    Case.Range range = story.takes();
    return range == null || observation.took().stream().allMatch(range::holds)
        ? null
        : "%s took %s (expected: %s)".formatted(who, observation.took(), range);
  }

  private static void keep(Case story, String who, @Nullable Observation observation)
      throws IOException {
    if (observation == null) {
      return;
    }
    Files.createDirectories(SEEN);
    Files.writeString(SEEN.resolve(story.slug() + "." + who), observation.text() + "\n");
  }
}
