package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.worker.Timers;

/** How long a downstream connection may idle and live. Confined to its event loop. */
final class ConnectionTimeouts {

  /**
   * The limits; 0 for none. Immutable.
   *
   * @param idleMillis without a stream
   * @param maxMillis since the accept, after which it drains
   * @param spareHttp1 whether an HTTP/1 connection of that age is asked to go and never closed
   * @param drainMillis from the drain to the close of an idle HTTP/1 connection
   * @param maxRequests after which it drains
   */
  record Limits(
      long idleMillis, long maxMillis, boolean spareHttp1, long drainMillis, long maxRequests) {}

  private final HttpConnection connection;
  private final Timers timers;
  private final Limits limits;
  private long idleSince;
  private boolean ended;
  private final Timers.Timeout idle =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          onIdleTimer();
        }
      };
  private final Timers.Timeout age =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          connection.stats().connectionTooOld();
          connection.leaveByAge();
        }
      };

  private final Timers.Timeout drain =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          if (connection.isIdle()) {
            connection.close();
          }
        }
      };

  ConnectionTimeouts(HttpConnection connection, Timers timers, Limits limits) {
    this.connection = connection;
    this.timers = timers;
    this.limits = limits;
  }

  /** Again when the codec is known: the idle time begins anew. */
  void begin() {
    idle();
    if (limits.maxMillis() > 0 && !age.isSet()) {
      timers.set(age, limits.maxMillis());
    }
  }

  /**
   * The last stream ended, or there was none yet. A busy connection's timer finds it so and does
   * nothing.
   */
  void idle() {
    idleSince = System.nanoTime();
    if (limits.idleMillis() > 0 && !idle.isSet() && !ended) {
      timers.set(idle, limits.idleMillis());
    }
  }

  /**
   * An HTTP/1 connection drains: the next response says so. A close at once would meet requests
   * that are on their way; only who asks for nothing for some time is closed.
   */
  void drain() {
    if (!drain.isSet() && !ended) {
      timers.set(drain, Math.max(1, limits.drainMillis()));
    }
  }

  /** The connection is closed; its last stream may end after it, and must set nothing. */
  void end() {
    ended = true;
    timers.cancel(idle);
    timers.cancel(age);
    timers.cancel(drain);
  }

  private void onIdleTimer() {
    if (!connection.isIdle()) {
      return; // idle() sets it again when the last stream ends
    }
    long idled = (System.nanoTime() - idleSince) / 1_000_000;
    if (idled < limits.idleMillis()) {
      timers.set(idle, limits.idleMillis() - idled);
    } else {
      connection.stats().connectionIdle();
      connection.leave();
    }
  }
}
