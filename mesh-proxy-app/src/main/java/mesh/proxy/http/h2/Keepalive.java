package mesh.proxy.http.h2;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Sends PINGs and closes a connection whose peer says nothing any more. Confined to one event loop.
 *
 * <p>Any frame is a sign of life, not only the answer to the PING: that may wait behind a body.
 */
final class Keepalive {

  /** The connection. */
  interface Line {

    void ping();

    void silent();
  }

  private final KeepaliveTimes times;
  private final Timers timers;
  private final Line line;
  private final Timers.Timeout interval;
  private final Timers.Timeout answer;
  private long lastReadNanos = System.nanoTime();

  private Keepalive(KeepaliveTimes times, Timers timers, Line line) {
    this.times = times;
    this.timers = timers;
    this.line = line;
    this.interval =
        new Timers.Timeout() {
          @Override
          protected void expired() {
            ping();
          }
        };
    this.answer =
        new Timers.Timeout() {
          @Override
          protected void expired() {
            line.silent();
          }
        };
  }

  /** Null if nobody wants to know. */
  static @Nullable Keepalive of(@Nullable KeepaliveTimes times, Timers timers, Line line) {
    return times == null ? null : new Keepalive(times, timers, line);
  }

  void start() {
    if (times.intervalMillis() > 0) {
      double jitter = times.intervalMillis() * times.jitterPercent() / 100;
      long extra = jitter < 1 ? 0 : ThreadLocalRandom.current().nextLong((long) jitter);
      timers.set(interval, times.intervalMillis() + extra);
    }
  }

  void stop() {
    timers.cancel(interval);
    timers.cancel(answer);
  }

  void onRead() {
    if (times.idleMillis() > 0) {
      lastReadNanos = System.nanoTime();
    }
    if (answer.isSet()) {
      timers.set(answer, times.timeoutMillis());
    }
  }

  void onAnswer() {
    timers.cancel(answer);
    start();
  }

  void beforeStream() {
    if (times.idleMillis() > 0
        && System.nanoTime() - lastReadNanos > TimeUnit.MILLISECONDS.toNanos(times.idleMillis())) {
      ping();
    }
  }

  private void ping() {
    if (!answer.isSet()) {
      line.ping();
      timers.set(answer, times.timeoutMillis());
    }
  }
}
