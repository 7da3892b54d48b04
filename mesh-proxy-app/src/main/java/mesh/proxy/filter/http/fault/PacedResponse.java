package mesh.proxy.filter.http.fault;

import java.util.function.LongSupplier;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.worker.Timers;

/**
 * Lets a response body go on at a limited speed: what a second may carry can be saved up, but for
 * the first second. Confined to its event loop.
 */
final class PacedResponse extends Timers.Timeout {

  private static final int TURN_MILLIS = 50;
  private static final int TURNS_PER_SECOND = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final StreamContext stream;
  private final long bytesPerSecond;
  private final LongSupplier nanoClock;
  private double saved; // bytes that may go now
  private long savedAt;
  private boolean over;

  PacedResponse(StreamContext stream, long bytesPerSecond, LongSupplier nanoClock) {
    this.stream = stream;
    this.bytesPerSecond = bytesPerSecond;
    this.nanoClock = nanoClock;
    this.saved = (double) bytesPerSecond / TURNS_PER_SECOND;
    this.savedAt = nanoClock.getAsLong();
  }

  /** A part of the body came and waits. */
  void arrived() {
    if (!isSet() && !over) {
      stream.worker().timers().set(this, 0);
    }
  }

  @Override
  protected void expired() {
    if (over) {
      return;
    }
    long now = nanoClock.getAsLong();
    saved =
        Math.min(
            (double) bytesPerSecond, saved + (now - savedAt) / NANOS_PER_SECOND * bytesPerSecond);
    savedAt = now;
    int most = (int) Math.min(saved, Integer.MAX_VALUE);
    int passed = most == 0 ? 0 : stream.passResponseData(most);
    saved -= passed;
    if (passed == most && !over) { // more may wait; if none does, nobody is harmed
      stream.worker().timers().set(this, TURN_MILLIS);
    }
  }

  void end() {
    over = true;
    stream.worker().timers().cancel(this);
  }
}
