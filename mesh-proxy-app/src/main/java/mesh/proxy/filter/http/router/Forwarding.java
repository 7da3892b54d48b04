package mesh.proxy.filter.http.router;

import io.netty.buffer.ByteBuf;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.pool.HostPool;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.endpoint.LocalOriginEvent;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.retry.RetryPolicy;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a cluster: attempt after attempt until one is answered, time is over,
 * or there is no point in trying again. Confined to its event loop.
 */
final class Forwarding {

  private final RouterShared shared;
  private final StreamContext stream;
  private final StreamInfo info;
  private final Timers timers;
  private final Route route;
  private final Cluster cluster;
  private final Headers head;
  private final boolean tunnels; // the bytes of the body go upstream as they are
  private final HostChoice choice;
  private final RequestTimeouts timeouts;
  private final RequestCopy copy;
  private final @Nullable Mirrors mirrors;
  private final Repeats repeats;
  private final @Nullable InternalRedirection redirects; // null: the client follows them
  private @Nullable UpstreamAttempt attempt;
  private boolean throttled; // the client is not read from until there is a connection
  private boolean requestEnded;
  private boolean responseStarted;
  private boolean ended;

  private final Timers.Timeout timeout =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_TIMEOUT);
          timedOut("response_timeout");
        }
      };

  /** Reads what the request says of timeouts and retries, and makes its head what goes upstream. */
  Forwarding(
      RouterShared shared,
      StreamContext stream,
      Route route,
      Forward forward,
      Cluster cluster,
      Headers head) {
    this.shared = shared;
    this.stream = stream;
    this.info = stream.info();
    this.timers = stream.worker().timers();
    this.route = route;
    this.cluster = cluster;
    this.head = head;
    RetryPolicy policy = forward.retryPolicy();
    var breaker = cluster.breakers(forward.priority()).retries();
    tunnels = forward.upgrades().tunnels(head.method());
    choice = new HostChoice(forward, head, info);
    timeouts = RequestTimeouts.take(head, forward.timeouts(), policy, shared.config());
    var retries = RetryState.take(head, policy, cluster, breaker, shared.runtime());
    repeats = new Repeats(this, stream, retries);
    route.finalizeRequestHead(head, info, shared.config().keepsOriginals());
    mirrors =
        forward.mirrors().isEmpty() ? null : Mirrors.of(forward.mirrors(), head, shared, stream);
    redirects = InternalRedirection.of(forward, route, shared, stream);
    long limit = route.requestBufferLimit();
    copy = new RequestCopy(limit >= 0 ? limit : stream.bufferLimit());
  }

  void begin(boolean endStream) {
    if (endStream) {
      copy.ended();
      requestDone();
    }
    tryUpstream();
  }

  // Attempts.

  void tryUpstream() {
    if (ended) {
      return;
    }
    repeats.attemptBegins();
    info.attemptBegins();
    Endpoint host = cluster.choose(choice);
    HostPool pool = host == null ? null : choice.pool(shared, stream, cluster, host);
    if (host == null || pool == null) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_NONE_HEALTHY);
      answer(Failures.noHealthyUpstream());
      return;
    }
    route.finalizeAttempt(head, info, host.hostname(), shared.config().keepsOriginals());
    if (repeats.byPolicy()) {
      choice.tried(host);
    }
    var next = new UpstreamAttempt(this, cluster, host, stream, shared.config());
    attempt = next;
    if (requestEnded) {
      next.startTimers(timeouts);
    }
    next.begin(pool);
  }

  void onReady(UpstreamAttempt ready, StreamEncoder request) {
    var span = stream.span();
    if (span != null && !ready.inject(head)) {
      span.inject(head);
    }
    info.firstUpstreamTxNanos = System.nanoTime();
    info.lastUpstreamTxNanos = requestEnded ? info.firstUpstreamTxNanos : 0;
    info.upstreamHeaderBytesSent = head.byteSize();
    boolean headAgain = repeats.byPolicy() || redirects != null;
    Headers sent = headAgain ? head.copy() : head; // the codec may add its own
    copy.writeTo(request, tunnels ? null : sent);
    boolean wantedAgain = headAgain || repeats.arePossible() || mirrors != null && !requestEnded;
    if (!wantedAgain || copy.isTooLarge()) {
      copy.drop();
    }
    if (throttled) {
      throttled = false;
      stream.readRequest(true);
    }
    if (!stream.isDownstreamWritable()) {
      ready.reading(false);
    }
    if (tunnels) {
      ready.onHead(Headers.response(200), false); // the connection is all that CONNECT asks for
    }
  }

  // The request's body.

  void data(ByteBuf data, boolean endStream) {
    requestEnded |= endStream;
    if (ended) {
      data.release();
      return;
    }
    UpstreamAttempt open = attempt;
    boolean waiting = open == null || !open.isStarted() || open.isOver();
    copy.add(data, endStream);
    if (waiting || open == null) {
      data.release();
      if (copy.isTooLarge() && !throttled) {
        throttled = true;
        stream.readRequest(false);
      }
    } else {
      if (copy.isTooLarge()) {
        abandonCopy();
      }
      open.data(data, endStream);
    }
    if (endStream) {
      requestDone();
    }
  }

  /** The copy is larger than it may be: no retries and no mirrors from here on. */
  private void abandonCopy() {
    if (repeats.byPolicy() || mirrors != null) {
      cluster.stats().increment(ClusterCounter.RETRY_OR_SHADOW_ABANDONED);
    }
    copy.drop();
    repeats.end();
  }

  void trailers(Headers trailers) {
    requestEnded = true;
    if (!ended) {
      copy.trailers(trailers);
      if (attempt != null) {
        attempt.trailers(trailers);
      }
      requestDone();
    }
  }

  private void requestDone() {
    requestEnded = true;
    if (ended) {
      return;
    }
    if (mirrors != null) {
      mirrors.send(copy);
    }
    if (timeouts.request() > 0) {
      timers.set(timeout, timeouts.request());
    }
    if (attempt != null) {
      attempt.startTimers(timeouts);
    }
  }

  void onUpstreamWritable(boolean writable) {
    if (!ended) {
      stream.readRequest(writable);
    }
  }

  // The answer.

  void onInformational(Headers informational) {
    if (!responseStarted && !ended) {
      stream.respondInformational(informational);
    }
  }

  void onHead(UpstreamAttempt from, Headers response, boolean end) {
    if (ended) {
      return;
    }
    int status = response.status();
    UpstreamAnswer.report(cluster, from.host(), response, status);
    if (isRepeatable() && repeats.afterHead(response)) {
      UpstreamAnswer.countRetried(cluster, status);
      from.cancel();
      attempt = null;
      return;
    }
    if (redirects != null && isRepeatable() && redirects.follows(cluster, response, copy)) {
      return;
    }
    repeats.end();
    copy.drop();
    responseStarted = true;
    UpstreamAnswer.finalizeHead(response, route, info, shared.config(), choice.cookies());
    UpstreamAnswer.count(cluster, from.host(), head, response, status);
    if (end) {
      complete();
    }
    stream.respondHead(response, end);
  }

  /** Nothing of the request is missing, nor would be in the next attempt. */
  private boolean isRepeatable() {
    return requestEnded && !copy.isDropped();
  }

  void onData(ByteBuf data, boolean end) {
    if (end) {
      complete();
    }
    stream.respondData(data, end);
  }

  void onTrailers(Headers trailers) {
    complete();
    stream.respondTrailers(trailers);
  }

  private void complete() {
    timers.cancel(timeout);
    if (requestEnded) {
      UpstreamAnswer.complete(cluster, head, info.requestCompleteNanos, timeouts.request());
    }
    attempt = null;
  }

  void onReset(UpstreamAttempt from, ResetReason reason, String transportFailure) {
    if (ended || attempt != from) {
      return;
    }
    if (reason != ResetReason.OVERFLOW) { // a breaker's doing says nothing of the host
      from.host().reportLocalOrigin(LocalOriginEvent.REQUEST_FAILED);
    }
    if (!from.responseStarted()) {
      if (reason != ResetReason.OVERFLOW) {
        from.host().add(EndpointStat.RQ_ERROR, 1);
      }
      if (isRepeatable() && repeats.afterReset(from, reason, head)) {
        attempt = attempt == from ? null : attempt; // the next one may have begun already
        return;
      }
    }
    abort(from, reason, transportFailure);
  }

  private void abort(UpstreamAttempt from, ResetReason reason, String transportFailure) {
    info.flag(ResetText.flag(reason));
    if (responseStarted) {
      shared.countResetAfterResponse();
      cutOff(ResetText.details(true, reason, transportFailure));
      return;
    }
    boolean again = info.attemptCount > 1;
    fail(from, Failures.upstreamReset(reason, transportFailure, again, shared.config()));
  }

  // Time.

  void onPerTryTimeout(UpstreamAttempt from, boolean idle) {
    if (ended || attempt != from) {
      return;
    }
    cluster
        .stats()
        .increment(
            idle
                ? ClusterCounter.UPSTREAM_RQ_PER_TRY_IDLE_TIMEOUT
                : ClusterCounter.UPSTREAM_RQ_PER_TRY_TIMEOUT);
    if (!responseStarted && !copy.isDropped() && repeats.afterTimeout()) {
      from.timedOut();
      from.cancel();
      attempt = null;
      return;
    }
    timedOut(idle ? "upstream_per_try_idle_timeout" : "upstream_per_try_timeout");
  }

  /** The cluster limits how long a stream may live, and the limit is reached. */
  void onMaxDuration(UpstreamAttempt from) {
    if (ended || attempt != from) {
      return;
    }
    cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_MAX_DURATION_REACHED);
    from.timedOut();
    info.flag(ResponseFlag.UPSTREAM_MAX_STREAM_DURATION_REACHED);
    fail(from, Failures.maxStreamDurationReached());
  }

  private void timedOut(String details) {
    UpstreamAttempt late = attempt;
    if (late != null) {
      late.timedOut();
    }
    info.flag(ResponseFlag.UPSTREAM_REQUEST_TIMEOUT);
    fail(late, Failures.timedOut(details, timeouts.quiet()));
  }

  // The end.

  void onDownstreamWritable(boolean writable) {
    if (attempt != null) {
      attempt.reading(writable);
    }
  }

  /** Says so to the client, or cuts the answer off that it is getting. */
  private void fail(@Nullable UpstreamAttempt at, LocalReply reply) {
    if (responseStarted) {
      cutOff(reply.details());
      return;
    }
    UpstreamAnswer.countLocal(cluster, at == null ? null : at.host(), head, reply.status());
    answer(reply);
  }

  private void cutOff(String details) {
    finish();
    stream.resetStream(ResetReason.LOCAL_RESET, details);
  }

  private void answer(LocalReply reply) {
    LocalReply marked = UpstreamAnswer.withAttemptCount(reply, route, info);
    finish();
    stream.reply(marked);
  }

  /** Lets go of everything; idempotent. */
  void finish() {
    if (!ended) {
      ended = true;
      timers.cancel(timeout);
      repeats.end();
      if (attempt != null) {
        attempt.cancel();
        attempt = null;
      }
      copy.drop();
    }
  }
}
