package mesh.proxy.cluster;

import java.time.Duration;
import mesh.proxy.worker.ControlLoop;

/**
 * Does for many changes what each of them asks for: once a turn of the loop, or once a window of
 * time. Confined to the control loop.
 */
final class Refresh {

  private final ControlLoop loop;
  private final long windowNanos;
  private final Runnable task;
  private boolean asked;
  private boolean everDone;
  private long doneAtNanos;

  /**
   * Nothing is to be done yet.
   *
   * @param window least time between two runs; zero for one a turn
   */
  Refresh(ControlLoop loop, Duration window, Runnable task) {
    this.loop = loop;
    this.windowNanos = window.toNanos();
    this.task = task;
  }

  /** The task runs soon; once, however often it is asked for until then. */
  void ask() {
    if (asked) {
      return;
    }
    asked = true;
    long wait = everDone ? windowNanos - (loop.nanoTime() - doneAtNanos) : 0;
    if (wait > 0) {
      loop.after(Duration.ofNanos(wait), this::run);
    } else {
      loop.execute(this::run);
    }
  }

  /** What the task does was done by other means. */
  void done() {
    asked = false;
    everDone = true;
    doneAtNanos = loop.nanoTime();
  }

  private void run() {
    if (asked) {
      done();
      task.run();
    }
  }
}
