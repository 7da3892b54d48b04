package mesh.proxy.health;

/**
 * Whether the proxy says of itself that it can take traffic. Shared by all threads.
 *
 * <p>{@code POST /healthcheck/fail} of the admin interface fails it, {@code /healthcheck/ok} mends it; the health_check
 * filter, drains and {@code /ready} look at it.
 */
public final class HealthState {

  private volatile boolean failed;

  /** Health checks are answered with a failure from now on. */
  public void fail() {
    failed = true;
  }

  /** Takes {@link #fail} back. */
  public void recover() {
    failed = false;
  }

  public boolean isFailed() {
    return failed;
  }
}
