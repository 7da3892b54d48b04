package mesh.proxy.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether the proxy says of itself that it can take traffic. Shared by all threads.
 *
 * <p>{@code POST /healthcheck/fail} of the admin interface fails it, {@code /healthcheck/ok} mends
 * it; the health_check filter, drains and {@code /ready} look at it.
 */
public final class HealthState {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean failed;

  /** Health checks are answered with a failure from now on. */
  public void fail() {
    failed = true;
    listeners.forEach(Runnable::run);
  }

  /** Takes {@link #fail} back. */
  public void recover() {
    failed = false;
    listeners.forEach(Runnable::run);
  }

  public boolean isFailed() {
    return failed;
  }

  /** Runs a task after every change, on the thread that changes it. */
  public void listen(Runnable onChange) {
    listeners.add(onChange);
  }
}
