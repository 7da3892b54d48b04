package mesh.proxy.filter.network.tcpproxy;

import java.util.concurrent.TimeUnit;
import mesh.proxy.worker.Timers;

/** The clocks of one session. Confined to one event loop. */
final class SessionTimers {

  private final TcpSession session;
  private final Timers timers;
  private final TcpProxyConfig config;
  private long touchedNanos = System.nanoTime();

  private final Timers.Timeout idle =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          onIdle();
        }
      };
  private final Timers.Timeout age =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          session.tooOld();
        }
      };
  private final Timers.Timeout log =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          session.periodic();
          timers.set(this, config.logMillis());
        }
      };
  private final Timers.Timeout retry =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          session.retry();
        }
      };

  SessionTimers(TcpSession session, Timers timers, TcpProxyConfig config) {
    this.session = session;
    this.timers = timers;
    this.config = config;
  }

  void begin() {
    set(age, config.maxMillis());
    set(log, config.logMillis());
  }

  void connected() {
    touched();
    set(idle, config.idleMillis());
  }

  void retryAfter(long millis) {
    timers.set(retry, millis);
  }

  /** A byte went by: a write, not a timer set anew. */
  void touched() {
    touchedNanos = System.nanoTime();
  }

  /** Only the upstream's flush is left to watch. */
  void clientGone() {
    timers.cancel(age);
    timers.cancel(log);
    timers.cancel(retry);
  }

  void end() {
    clientGone();
    timers.cancel(idle);
  }

  private void set(Timers.Timeout timeout, long millis) {
    if (millis > 0) {
      timers.set(timeout, millis);
    }
  }

  private void onIdle() {
    long idled = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - touchedNanos);
    if (idled >= config.idleMillis()) {
      session.idle();
    } else {
      timers.set(idle, config.idleMillis() - idled);
    }
  }
}
