package mesh.pilot.bootstrap;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import mesh.pilot.source.api.ApiRules;
import mesh.pilot.source.file.RuleFolder;
import mesh.pilot.validate.Admission;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** Reads every source once, and then looks at the folders from time to time. */
final class RuleSources {

  private static final Logger log = LoggerFactory.getLogger(RuleSources.class);
  private static final String PROPERTY = "application";

  private final PilotProperties properties;
  private final Environment environment;
  private final Admission admission;
  private final ApiRules api;
  private final ScheduledExecutorService scheduler;
  private @Nullable ScheduledFuture<?> watch;

  RuleSources(
      PilotProperties properties,
      Environment environment,
      Admission admission,
      ApiRules api,
      ScheduledExecutorService scheduler) {
    this.properties = properties;
    this.environment = environment;
    this.admission = admission;
    this.api = api;
    this.scheduler = scheduler;
  }

  /** A source that is wrong at the start ends it: proxies keep what they have. */
  void start() {
    String text = properties.rules();
    if (!text.isBlank()) {
      admission.admit(PROPERTY, RulesProperty.read(environment, text).rules());
    }
    api.load();
    List<RuleFolder> folders = properties.configDir().stream().map(this::folder).toList();
    folders.forEach(RuleFolder::load);
    if (admission.rules().isEmpty()) {
      log.atWarn().log("No rules: say --mesh.pilot.config-dir=FOLDER, or use the Rules API");
    }
    long every = properties.configRefresh().toMillis();
    watch =
        scheduler.scheduleWithFixedDelay(
            () -> folders.forEach(RuleSources::refresh), every, every, TimeUnit.MILLISECONDS);
  }

  void stop() {
    if (watch != null) {
      watch.cancel(false);
      watch = null;
    }
  }

  private RuleFolder folder(Path folder) {
    String source = "folder " + folder;
    return new RuleFolder(folder, rules -> admission.admit(source, rules), InstantSource.system());
  }

  // A task that throws would never run again.
  private static void refresh(RuleFolder folder) {
    try {
      folder.refresh();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Folder is not read");
    }
  }
}
