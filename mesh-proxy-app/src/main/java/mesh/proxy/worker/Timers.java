package mesh.proxy.worker;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts by the thousand, most of which never fire: a hashed wheel of linked entries, so that to
 * set and to cancel one is a few pointer writes. Confined to its loop. Resolution {@value
 * #TICK_MILLIS} ms; a timeout never fires early.
 */
public final class Timers {

  static final long TICK_MILLIS = 4;
  private static final int SLOTS = 1024; // a power of two
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

  /** One timeout; reusable after it fired or was cancelled. Confined to its loop. */
  public abstract static class Timeout {

    private @Nullable Timeout previous;
    private @Nullable Timeout next;
    private long dueTick;
    private int slot = -1;

    /** Called on the loop when the time is over. */
    protected abstract void expired();

    public final boolean isSet() {
      return slot >= 0;
    }
  }

  private final EventLoop loop;
  private final @Nullable Timeout[] wheel = new Timeout[SLOTS];
  private final long originNanos = System.nanoTime();
  private final Runnable turn = this::turn;
  private long tick; // every slot up to this one has been looked at
  private int pending;
  private boolean turning;
  private boolean scheduled; // a turn is under way or to come

  Timers(EventLoop loop) {
    this.loop = loop;
  }

  /** Sets or moves a timeout. */
  public void set(Timeout timeout, long delayMillis) {
    if (timeout.isSet()) {
      cancel(timeout);
    }
    long nowTick = nowTick();
    if (!turning && pending == 0) {
      tick = nowTick; // nothing was waiting: no slot between needs a look
    }
    long ticks = Math.max(1, (Math.max(0, delayMillis) + TICK_MILLIS - 1) / TICK_MILLIS);
    timeout.dueTick =
        Math.max(nowTick, tick) + ticks + 1; // + 1: the tick under way has partly passed
    link(timeout);
    pending++;
    if (!scheduled) {
      schedule();
    }
  }

  /** Runs {@code task} after the delay; allocates, so not for every request. */
  public Timeout after(long delayMillis, Runnable task) {
    var timeout =
        new Timeout() {
          @Override
          protected void expired() {
            task.run();
          }
        };
    set(timeout, delayMillis);
    return timeout;
  }

  /** No harm if it is not set. */
  public void cancel(Timeout timeout) {
    if (timeout.isSet()) {
      unlink(timeout);
      pending--;
    }
  }

  private void turn() {
    turning = true;
    try {
      long now = nowTick();
      while (tick < now && pending > 0) {
        tick++;
        expire((int) (tick & (SLOTS - 1)));
      }
    } finally {
      turning = false;
      scheduled = false;
      if (pending > 0) {
        schedule();
      }
    }
  }

  private void expire(int slot) {
    Timeout at = wheel[slot];
    while (at != null) {
      if (at.dueTick <= tick) {
        unlink(at);
        pending--;
        at.expired();
        at = wheel[slot]; // expired() may have changed the list: start over
      } else {
        at = at.next;
      }
    }
  }

  private void schedule() {
    scheduled = true;
    loop.schedule(turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private long nowTick() {
    return (System.nanoTime() - originNanos) / TICK_NANOS;
  }

  private void link(Timeout timeout) {
    int slot = (int) (timeout.dueTick & (SLOTS - 1));
    Timeout first = wheel[slot];
    timeout.slot = slot;
    timeout.previous = null;
    timeout.next = first;
    if (first != null) {
      first.previous = timeout;
    }
    wheel[slot] = timeout;
  }

  private void unlink(Timeout timeout) {
    Timeout before = timeout.previous;
    Timeout after = timeout.next;
    if (before == null) {
      wheel[timeout.slot] = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    timeout.previous = null;
    timeout.next = null;
    timeout.slot = -1;
  }
}
