package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.ResetReason;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.worker.Timers;

/**
 * The limits in time of one stream. Confined to its event loop.
 *
 * <p>One timer serves the idle timeout: activity only notes the time, and the timer, when it goes
 * off, looks how long ago that was. So a request sets and cancels it once.
 */
final class StreamTimeouts {

  /**
   * How long things may take, milliseconds; 0 for no limit. Immutable.
   *
   * @param idle without any activity on the stream
   * @param request from the first byte to the end of the request
   * @param requestHeaders from the first byte to the end of the request head
   * @param maxDuration of the whole stream
   */
  record Limits(long idle, long request, long requestHeaders, long maxDuration) {}

  private final HttpStream stream;
  private final Timers timers;
  private final Limits limits;
  private long idleMillis;
  private long lastActive;
  private final Timers.Timeout idle =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          onIdleTimer();
        }
      };
  private Timers.@org.jspecify.annotations.Nullable Timeout request;
  private Timers.@org.jspecify.annotations.Nullable Timeout headers;
  private Timers.@org.jspecify.annotations.Nullable Timeout duration;

  StreamTimeouts(HttpStream stream, Timers timers, Limits limits) {
    this.stream = stream;
    this.timers = timers;
    this.limits = limits;
    this.idleMillis = limits.idle();
  }

  void begin() {
    lastActive = System.nanoTime();
    if (idleMillis > 0) {
      timers.set(idle, idleMillis);
    }
    if (limits.request() > 0) {
      request = timers.after(limits.request(), () -> requestTimeout("request_overall_timeout"));
    }
    if (limits.requestHeaders() > 0) {
      headers =
          timers.after(limits.requestHeaders(), () -> requestTimeout("request_header_timeout"));
    }
    if (limits.maxDuration() > 0) {
      maxDuration(limits.maxDuration());
    }
  }

  /** Something of the stream moved. */
  void active() {
    lastActive = System.nanoTime();
  }

  void requestHeadDone() {
    if (headers != null) {
      timers.cancel(headers);
    }
  }

  void requestDone() {
    if (request != null) {
      timers.cancel(request);
    }
  }

  void end() {
    timers.cancel(idle);
    requestHeadDone();
    requestDone();
    if (duration != null) {
      timers.cancel(duration);
    }
  }

  /** A route has an idle timeout of its own; 0 for none. */
  void idle(long millis) {
    idleMillis = millis;
    timers.cancel(idle);
    if (millis > 0) {
      timers.set(idle, millis);
    }
  }

  /** A route has a limit of its own; 0 for none. */
  void maxDuration(long millis) {
    if (duration != null) {
      timers.cancel(duration);
      duration = null;
    }
    if (millis > 0) {
      duration = timers.after(millis, this::maxDurationReached);
    }
  }

  private void onIdleTimer() {
    long silent = (System.nanoTime() - lastActive) / 1_000_000;
    if (silent < idleMillis) {
      timers.set(idle, idleMillis - silent);
      return;
    }
    stream.stats().idleTimeout();
    stream.info().flag(ResponseFlag.STREAM_IDLE_TIMEOUT);
    if (stream.headSent()) {
      stream.resetStream(ResetReason.LOCAL_RESET, "stream_idle_timeout");
    } else {
      int status = stream.requestComplete() ? 504 : 408;
      stream.reply(new LocalReply(status, "stream timeout", "stream_idle_timeout", null));
    }
  }

  private void requestTimeout(String details) {
    stream.stats().requestTimeout();
    if (!stream.headSent()) {
      stream.reply(new LocalReply(408, "request timeout", details, null));
    }
  }

  private void maxDurationReached() {
    stream.stats().maxDurationReached();
    stream.info().flag(ResponseFlag.DURATION_TIMEOUT);
    if (stream.headSent()) {
      stream.resetStream(ResetReason.LOCAL_RESET, "max_duration_timeout");
    } else {
      stream.reply(
          new LocalReply(408, "downstream duration timeout", "max_duration_timeout", null));
    }
  }
}
