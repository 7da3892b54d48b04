package mesh.pilot.bootstrap;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import mesh.pilot.serve.ads.AdsService;
import mesh.pilot.serve.push.Debounce;
import mesh.pilot.serve.push.Worlds;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Reads the sources before proxies may connect, and tells proxies of changes from then on. */
final class PilotLifecycle implements SmartLifecycle {

  // Warnings are for people: one look at the end of a change is enough.
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final PilotProperties properties;
  private final Worlds worlds;
  private final AdsService ads;
  private final RuleSources sources;
  private final RuleWarnings warnings;
  private final ScheduledExecutorService pushScheduler;
  private final ScheduledExecutorService rulesScheduler;
  private @Nullable Runnable stopListening;

  PilotLifecycle(
      PilotProperties properties,
      Worlds worlds,
      AdsService ads,
      RuleSources sources,
      RuleWarnings warnings,
      ScheduledExecutorService pushScheduler,
      ScheduledExecutorService rulesScheduler) {
    this.properties = properties;
    this.worlds = worlds;
    this.ads = ads;
    this.sources = sources;
    this.warnings = warnings;
    this.pushScheduler = pushScheduler;
    this.rulesScheduler = rulesScheduler;
  }

  @Override
  public void start() {
    var push =
        new Debounce(
            properties.push().quiet(),
            properties.push().longest(),
            pushScheduler,
            System::nanoTime,
            ads::push);
    var analysis = new Debounce(QUIET, LONGEST, rulesScheduler, System::nanoTime, warnings::update);
    stopListening =
        worlds.listen(
            next -> {
              push.call();
              analysis.call();
            });
    sources.start();
  }

  @Override
  public void stop() {
    sources.stop();
    if (stopListening != null) {
      stopListening.run();
      stopListening = null;
    }
  }

  @Override
  public boolean isRunning() {
    return stopListening != null;
  }

  /** Before the gRPC server, so that the first proxy gets everything. */
  @Override
  public int getPhase() {
    return 0;
  }
}
