package mesh.proxy.worker;

import io.netty.channel.EventLoop;
import java.util.ArrayList;

/**
 * One event loop and what only it touches: timers, the list of connections to flush, a scratch
 * buffer. Confined to its loop, but for {@link #loop()} and {@link #index()}.
 */
public final class Worker {

  private static final int SCRATCH_BYTES = 64 * 1024;

  /** A connection with writes that wait for the end of the loop's turn. */
  @FunctionalInterface
  public interface Flushable {

    void flushNow();
  }

  private final EventLoop loop;
  private final int index;
  private final Timers timers;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final Runnable flushAll = this::flushAll;
  private ArrayList<Flushable> waiting = new ArrayList<>();
  private ArrayList<Flushable> flushing = new ArrayList<>();

  Worker(EventLoop loop, int index) {
    this.loop = loop;
    this.index = index;
    this.timers = new Timers(loop);
  }

  public EventLoop loop() {
    return loop;
  }

  /** 0 to number of workers - 1; indexes per-worker arrays. */
  public int index() {
    return index;
  }

  public Timers timers() {
    return timers;
  }

  /** For the length of one method call, never across calls; {@value #SCRATCH_BYTES} bytes. */
  public byte[] scratch() {
    return scratch;
  }

  /**
   * Flushes {@code connection} when the loop has read all that was ready: one system call for all
   * that a turn wrote. The caller registers once until it is flushed.
   */
  public void flushLater(Flushable connection) {
    if (waiting.isEmpty()) {
      loop.execute(flushAll);
    }
    waiting.add(connection);
  }

  private void flushAll() {
    var batch = waiting;
    waiting = flushing;
    flushing = batch;
    for (int at = 0; at < batch.size(); at++) {
      batch.get(at).flushNow();
    }
    batch.clear();
  }
}
