package mesh.pilot.bootstrap;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import mesh.pilot.document.Problem;
import mesh.pilot.validate.Analysis;
import mesh.pilot.world.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of what is wrong with the world of now, each warning once. Shared by all threads. */
final class RuleWarnings {

  private static final Logger log = LoggerFactory.getLogger(RuleWarnings.class);

  private final Supplier<World> worlds;
  private final Analysis analysis;
  private Set<Problem> told = Set.of();

  RuleWarnings(Supplier<World> worlds, Analysis analysis) {
    this.worlds = worlds;
    this.analysis = analysis;
  }

  /** Looks at the world of now. */
  synchronized void update() {
    List<Problem> now;
    try {
      now = analysis.of(worlds.get());
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Rules are not analysed");
      return;
    }
    now.stream()
        .filter(problem -> !told.contains(problem))
        .forEach(
            problem ->
                log.atWarn()
                    .addKeyValue("code", problem.code().number())
                    .log("Rule has no full effect: {}", problem.sentence()));
    told = new HashSet<>(now);
  }
}
