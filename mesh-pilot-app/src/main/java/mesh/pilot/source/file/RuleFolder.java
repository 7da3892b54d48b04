package mesh.pilot.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import mesh.pilot.document.Problem;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.model.Rule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder again whenever something in it has changed. All files together are one
 * configuration: if one is wrong, all stay as they were. Confined to the thread that looks.
 */
public final class RuleFolder {

  private static final Logger log = LoggerFactory.getLogger(RuleFolder.class);

  private final Path folder;
  private final Consumer<List<Rule>> admission;
  private final InstantSource clock;
  private @Nullable RuleFiles before;
  private @Nullable RuleFiles refused;
  private @Nullable List<Rule> waiting; // right by themselves, refused for what other sources say
  private Set<Problem> told = Set.of();
  private boolean isUnreadable;

  /**
   * A folder, with the folders in it.
   *
   * @param admission gets all rules whenever they are others, and right; throws if it refuses them
   */
  public RuleFolder(Path folder, Consumer<List<Rule>> admission, InstantSource clock) {
    this.folder = folder;
    this.admission = admission;
    this.clock = clock;
  }

  /**
   * Reads the folder for the first time.
   *
   * @throws InvalidConfigException if it is not there
   * @throws RefusedRulesException if something in it is wrong
   */
  public void load() {
    if (!Files.isDirectory(folder)) {
      throw new InvalidConfigException("mesh.pilot.config-dir", folder, "a folder");
    }
    try {
      RuleFiles now = RuleFiles.of(folder);
      admission.accept(now.read().rules());
      before = now;
    } catch (IOException e) {
      throw new InvalidConfigException("mesh.pilot.config-dir", folder, "a readable folder: " + e);
    }
  }

  /** Reads the folder if something has changed; tells of what is wrong once. */
  public void refresh() {
    RuleFiles now = look();
    if (now == null) {
      return;
    }
    if (now.equals(before)) {
      forgetRefusal();
    } else if (!now.equals(refused)) {
      if (now.isSettled(clock.instant())) {
        waiting = null;
        take(now);
      }
    } else if (waiting != null) {
      take(now);
    }
  }

  private void take(RuleFiles now) {
    try {
      List<Rule> rules = waiting == null ? now.read().rules() : waiting;
      waiting = rules;
      admission.accept(rules);
      before = now;
      forgetRefusal();
    } catch (RefusedRulesException e) {
      refused = now;
      tell(e.problems());
    }
  }

  private void forgetRefusal() {
    refused = null;
    waiting = null;
    told = Set.of();
  }

  private void tell(List<Problem> problems) {
    for (Problem problem : problems) {
      if (!told.contains(problem)) {
        log.atWarn()
            .addKeyValue("folder", folder)
            .addKeyValue("code", problem.code().number())
            .log("Rule is refused, the last good ones stay: {}", problem.sentence());
      }
    }
    told = new HashSet<>(problems);
  }

  private @Nullable RuleFiles look() {
    try {
      RuleFiles now = RuleFiles.of(folder);
      isUnreadable = false;
      return now;
    } catch (IOException e) {
      if (!isUnreadable) {
        isUnreadable = true;
        log.atWarn().addKeyValue("folder", folder).setCause(e).log("Folder cannot be read");
      }
      return null;
    }
  }
}
