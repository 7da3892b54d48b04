package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.forward.GrpcTimeout;
import mesh.proxy.route.forward.Timeouts;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

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

  private static final int DEADLINE_EXCEEDED = 4; // of gRPC

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
  private Timers.@Nullable Timeout request;
  private Timers.@Nullable Timeout headers;
  private Timers.@Nullable Timeout duration;

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
      request = timers.after(limits.request(), this::requestTimeout);
    }
    if (limits.requestHeaders() > 0) {
      headers = timers.after(limits.requestHeaders(), this::headerTimeout);
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

  /** The route has the last word, where it says anything. */
  void route(@Nullable Route found, Headers head) {
    if (found != null && found.action() instanceof Forward forward) {
      route(forward.timeouts(), head);
    }
  }

  private void route(Timeouts of, Headers head) {
    if (of.idleMillis() != Timeouts.UNSET && of.idleMillis() != idleMillis) {
      idle(of.idleMillis());
    }
    String asked = head.get(HeaderNames.GRPC_TIMEOUT);
    long most = of.streamMillis(asked);
    if (most != Timeouts.UNSET) {
      maxDuration(most);
    } else {
      most = limits.maxDuration();
    }
    if (asked != null && most > 0) {
      head.set(HeaderNames.GRPC_TIMEOUT, GrpcTimeout.text(most)); // what upstream really has
    }
  }

  private void idle(long millis) {
    idleMillis = millis;
    timers.cancel(idle);
    if (millis > 0) {
      timers.set(idle, millis);
    }
  }

  private void maxDuration(long millis) {
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

  private void requestTimeout() {
    stream.stats().requestTimeout();
    if (!stream.headSent()) {
      stream.reply(new LocalReply(408, "request timeout", "request_overall_timeout", null));
    }
  }

  private void headerTimeout() {
    stream.stats().headerTimeout();
    stream.reply(new LocalReply(408, "request header timeout", "request_header_timeout", null));
  }

  private void maxDurationReached() {
    stream.stats().maxDurationReached();
    String details = "max_duration_timeout";
    if (stream.headSent()) {
      stream.resetStream(ResetReason.LOCAL_RESET, details);
    } else {
      int status = stream.requestComplete() ? 504 : 408;
      stream.reply(
          new LocalReply(
              status, "downstream duration timeout", details, null, null, DEADLINE_EXCEEDED));
    }
  }
}
