package mesh.proxy.xds;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import mesh.proxy.file.FileWatch;
import mesh.proxy.xds.source.LiveSources;

/** Sources of configuration for tests of other rooms. */
public final class TestSources {

  private static final ScheduledExecutorService NOBODY =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  /** Files are read at once, and never again. */
  public static final ConfigSources NONE =
      new LiveSources(
          Runnable::run, FileWatch.polling(NOBODY, Duration.ofDays(1)), Clock.SYSTEM, null);

  private TestSources() {}
}
