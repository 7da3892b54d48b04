package mesh.pilot.bootstrap;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import mesh.pilot.serve.ads.AdsService;
import mesh.pilot.serve.push.Debounce;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.source.file.RuleFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Reads the sources before proxies may connect, and tells proxies of changes from then on. */
final class PilotLifecycle implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PilotLifecycle.class);
  private static final String FOLDER = "folder";

  private final PilotProperties properties;
  private final Worlds worlds;
  private final AdsService ads;
  private final ScheduledExecutorService scheduler;
  private @Nullable ScheduledFuture<?> watch;
  private @Nullable Runnable stopListening;

  PilotLifecycle(
      PilotProperties properties,
      Worlds worlds,
      AdsService ads,
      ScheduledExecutorService scheduler) {
    this.properties = properties;
    this.worlds = worlds;
    this.ads = ads;
    this.scheduler = scheduler;
  }

  @Override
  public void start() {
    var push =
        new Debounce(
            properties.push().quiet(),
            properties.push().longest(),
            scheduler,
            System::nanoTime,
            ads::push);
    stopListening = worlds.listen(next -> push.call());
    if (properties.configDir() == null) {
      log.atWarn().log("No rules: say --mesh.pilot.config-dir=FOLDER");
      return;
    }
    var folder = new RuleFolder(properties.configDir(), rules -> worlds.replace(FOLDER, rules));
    folder.load();
    long every = properties.configRefresh().toMillis();
    watch = scheduler.scheduleWithFixedDelay(folder::refresh, every, every, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    if (watch != null) {
      watch.cancel(false);
      watch = null;
    }
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
