package mesh.proxy.bootstrap.operate;

import io.envoyproxy.envoy.admin.v3.ServerInfo.State;
import java.time.Duration;
import mesh.proxy.health.HealthState;

/** How far the process has come, from its start to its end. Shared by all threads. */
public final class ServerLife {

  private final HealthState health;
  private final long startNanos = System.nanoTime();
  private volatile State state = State.PRE_INITIALIZING;

  public ServerLife(HealthState health) {
    this.health = health;
  }

  /** Clusters are there, but may still wait for their hosts. */
  public void initializing() {
    state = State.INITIALIZING;
  }

  /** Listeners take traffic. */
  public void live() {
    state = State.LIVE;
  }

  /** The process is about to end. */
  public void draining() {
    state = State.DRAINING;
  }

  /** What an operator sees: a failed health check counts as draining. */
  public State state() {
    return health.isFailed() ? State.DRAINING : state;
  }

  public Duration uptime() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
