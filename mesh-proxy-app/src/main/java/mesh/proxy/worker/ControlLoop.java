package mesh.proxy.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The one thread that changes things: discovery, health, configuration. Nothing that a request
 * waits for runs here. Shared by all threads; tasks run one after the other, in order.
 */
public interface ControlLoop extends Executor {

  /** A task that is due later. */
  @FunctionalInterface
  interface Timer {

    /** No harm if it ran, or was cancelled, before. */
    void cancel();
  }

  /** Runs a task once, on this loop. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task there and waits for it; what it throws is thrown here. For cold threads. */
  default void call(Runnable task) {
    if (isHere()) {
      task.run();
      return;
    }
    try {
      CompletableFuture.runAsync(task, this).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** {@link System#nanoTime()}, or a fake one in tests. */
  long nanoTime();

  /** True on the loop's own thread. */
  boolean isHere();
}
