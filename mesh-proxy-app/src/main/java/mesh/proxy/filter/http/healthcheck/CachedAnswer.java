package mesh.proxy.filter.http.healthcheck;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Upstream's last answer to a health check, for a while. Shared by all loops. */
final class CachedAnswer {

  private final long nanos;
  private final LongSupplier nanoClock;
  private volatile @Nullable Answer last;

  /** What upstream said and when. */
  record Answer(int status, boolean isDegraded, long atNanos) {}

  /**
   * A cache.
   *
   * @param life zero keeps nothing
   */
  CachedAnswer(Duration life, LongSupplier nanoClock) {
    this.nanos = life.toNanos();
    this.nanoClock = nanoClock;
  }

  void keep(int status, boolean degraded) {
    if (nanos > 0) {
      last = new Answer(status, degraded, nanoClock.getAsLong());
    }
  }

  /** The answer, or null if there is none that is young enough. */
  @Nullable Answer fresh() {
    Answer answer = last;
    return answer != null && nanoClock.getAsLong() - answer.atNanos() < nanos ? answer : null;
  }
}
