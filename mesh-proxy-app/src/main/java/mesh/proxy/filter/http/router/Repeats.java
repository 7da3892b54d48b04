package mesh.proxy.filter.http.router;

import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Whether one request is sent again, and when: because its policy says so, or because a connection
 * died idle. Is the timer of its own back-off. Confined to its event loop.
 */
final class Repeats extends Timers.Timeout {

  private static final int FRESH_TRIES = 2; // beyond the policy, for connections that died idle

  private final Forwarding forwarding;
  private final StreamInfo info;
  private final Timers timers;
  private final long random;
  private @Nullable RetryState policy;
  private int freshTries = FRESH_TRIES;

  /**
   * For one request.
   *
   * @param policy null if nothing is retried
   */
  Repeats(Forwarding forwarding, StreamContext stream, @Nullable RetryState policy) {
    this.forwarding = forwarding;
    this.info = stream.info();
    this.timers = stream.worker().timers();
    this.random = stream.random();
    this.policy = policy;
  }

  boolean byPolicy() {
    return policy != null;
  }

  boolean arePossible() {
    return policy != null || freshTries > 0;
  }

  /** The next attempt begins: it is no retry that waits. */
  void attemptBegins() {
    if (policy != null) {
      policy.releaseBreaker();
    }
  }

  /** Whether the upstream's answer is not wanted, and another one will be asked for. */
  boolean afterHead(Headers response) {
    RetryState state = policy;
    return state != null
        && later(state, state.onHead(response, System.currentTimeMillis(), random));
  }

  /** Whether a request that was not answered goes out again. */
  boolean afterReset(UpstreamAttempt from, ResetReason reason, Headers head) {
    if (from.diedIdle(reason) && freshTries > 0 && UpstreamAnswer.isIdempotent(head)) {
      freshTries--;
      forwarding.tryUpstream();
      return true;
    }
    RetryState state = policy;
    return state != null && later(state, state.onReset(reason, from.isStarted()));
  }

  /** Whether a request that is not answered in time goes out again. */
  boolean afterTimeout() {
    RetryState state = policy;
    return state != null && later(state, state.onReset(ResetReason.LOCAL_RESET, true));
  }

  private boolean later(RetryState state, RetryState.Decision decision) {
    return switch (decision) {
      case RETRY -> {
        timers.set(this, state.delayMillis(random >>> 7));
        yield true;
      }
      case LIMIT_EXCEEDED -> {
        info.flag(ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED);
        yield false;
      }
      case OVERFLOW -> {
        info.flag(ResponseFlag.UPSTREAM_OVERFLOW);
        yield false;
      }
      case NO -> false;
    };
  }

  @Override
  protected void expired() {
    forwarding.tryUpstream();
  }

  /** No more of them; idempotent. */
  void end() {
    timers.cancel(this);
    if (policy != null) {
      policy.releaseBreaker();
      policy = null;
    }
  }
}
