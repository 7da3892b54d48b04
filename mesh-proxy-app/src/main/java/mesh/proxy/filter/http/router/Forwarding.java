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
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.retry.RetryPolicy;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tracing.AttemptSpan;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a cluster: attempt after attempt until one is answered, time is over,
 * or there is no point in trying again. Confined to its event loop.
 */
final class Forwarding {

  private static final int FRESH_TRIES = 2; // beyond the policy, for connections that died idle

  private final RouterShared shared;
  private final StreamContext stream;
  private final StreamInfo info;
  private final Timers timers;
  private final Route route;
  private final Forward forward;
  private final Cluster cluster;
  private final Headers head;
  private final HostChoice choice;
  private final RequestTimeouts timeouts;
  private final RequestCopy copy;
  private final @Nullable Mirrors mirrors;
  private @Nullable RetryState retries;
  private @Nullable UpstreamAttempt attempt;
  private int freshTries = FRESH_TRIES;
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
  private final Timers.Timeout backOff =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          tryUpstream();
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
    this.forward = forward;
    this.cluster = cluster;
    this.head = head;
    RetryPolicy policy = forward.retryPolicy();
    long perTry = policy == null ? 0 : policy.perTryTimeoutMillis();
    var breaker = cluster.breakers(forward.priority()).retries();
    choice = new HostChoice(forward, head, info);
    timeouts = RequestTimeouts.take(head, forward.timeouts(), perTry, shared.config());
    retries = RetryState.take(head, policy, cluster, breaker, shared.runtime());
    route.finalizeRequestHead(head, info, !shared.config().suppressEnvoyHeaders());
    mirrors =
        forward.mirrors().isEmpty() ? null : Mirrors.of(forward.mirrors(), head, shared, stream);
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

  private void tryUpstream() {
    if (ended) {
      return;
    }
    if (retries != null) {
      retries.releaseBreaker();
    }
    Endpoint host = cluster.choose(choice);
    HostPool pool = host == null ? null : pool(host);
    if (host == null || pool == null) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_NONE_HEALTHY);
      answer(Failures.noHealthyUpstream());
      return;
    }
    info.attemptCount++;
    if (route.virtualHost().attemptCountInRequest()) {
      head.set(HeaderNames.X_ENVOY_ATTEMPT_COUNT, Integer.toString(info.attemptCount));
    }
    if (retries != null) {
      choice.tried(host);
    }
    if (forward.hostRewrite().isAuto() && !host.hostname().isEmpty()) {
      forward.hostRewrite().rewrite(head, host.hostname(), false);
    }
    var next = new UpstreamAttempt(this, cluster, host, timers, info, attemptSpan());
    attempt = next;
    if (requestEnded) {
      startPerTry(next);
    }
    next.begin(pool);
  }

  private @Nullable HostPool pool(Endpoint host) {
    TlsTarget target = AutoSni.of(cluster, host, head);
    return shared
        .pools()
        .of(stream.worker(), cluster, host, forward.priority(), info.protocol, target);
  }

  private @Nullable AttemptSpan attemptSpan() {
    var span = stream.span();
    return span == null ? null : span.attempt(cluster.name(), shared.config().startChildSpan());
  }

  private void startPerTry(UpstreamAttempt of) {
    RetryPolicy policy = forward.retryPolicy();
    of.startTimers(timeouts.perTry(), policy == null ? 0 : policy.perTryIdleTimeoutMillis());
  }

  void onReady(UpstreamAttempt ready, StreamEncoder request) {
    var span = stream.span();
    if (span != null && !ready.inject(head)) {
      span.inject(head);
    }
    info.firstUpstreamTxNanos = System.nanoTime();
    info.lastUpstreamTxNanos = requestEnded ? info.firstUpstreamTxNanos : 0;
    copy.writeTo(request, retries == null ? head : head.copy()); // the codec may add its own
    boolean wantedAgain = retries != null || mirrors != null && !requestEnded || freshTries > 0;
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
    if (retries != null || mirrors != null) {
      cluster.stats().increment(ClusterCounter.RETRY_OR_SHADOW_ABANDONED);
    }
    copy.drop();
    endRetries();
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
      startPerTry(attempt);
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
    if (retries != null && retriesOn(from, response, status)) {
      return;
    }
    endRetries();
    copy.drop();
    responseStarted = true;
    UpstreamAnswer.finalizeHead(response, route, info, shared.config(), choice.cookies());
    UpstreamAnswer.count(cluster, from.host(), head, response, status);
    if (end) {
      complete();
    }
    stream.respondHead(response, end);
  }

  private boolean retriesOn(UpstreamAttempt from, Headers response, int status) {
    RetryState state = retries;
    if (state == null || !requestEnded || copy.isDropped()) {
      return false;
    }
    var decision = state.onHead(response, System.currentTimeMillis(), stream.random());
    if (decision == RetryState.Decision.RETRY) {
      UpstreamAnswer.countRetried(cluster, status);
      from.cancel();
      retryLater(state);
      return true;
    }
    flag(decision);
    return false;
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
      long millis = (System.nanoTime() - info.requestCompleteNanos) / 1_000_000;
      UpstreamAnswer.time(cluster, head, millis);
      AttemptSizes.complete(cluster, millis, timeouts.request());
    }
    attempt = null;
  }

  void onReset(UpstreamAttempt from, ResetReason reason, String transportFailure) {
    if (ended || attempt != from) {
      return;
    }
    info.upstreamTransportFailure = transportFailure;
    if (reason != ResetReason.OVERFLOW) { // a breaker's doing says nothing of the host
      from.host().reportLocalOrigin(LocalOriginEvent.REQUEST_FAILED);
    }
    if (!from.responseStarted()) {
      if (reason != ResetReason.OVERFLOW) {
        from.host().add(EndpointStat.RQ_ERROR, 1);
      }
      if (repeats(from, reason)) {
        return;
      }
    }
    abort(from, reason, transportFailure);
  }

  private boolean repeats(UpstreamAttempt from, ResetReason reason) {
    if (!requestEnded || copy.isDropped()) {
      return false;
    }
    if (from.diedIdle(reason) && freshTries > 0 && UpstreamAnswer.isIdempotent(head)) {
      freshTries--;
      tryUpstream();
      return true;
    }
    RetryState state = retries;
    if (state == null) {
      return false;
    }
    var decision = state.onReset(reason, from.isStarted());
    if (decision == RetryState.Decision.RETRY) {
      retryLater(state);
      return true;
    }
    flag(decision);
    return false;
  }

  private void flag(RetryState.Decision decision) {
    switch (decision) {
      case LIMIT_EXCEEDED -> info.flag(ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED);
      case OVERFLOW -> info.flag(ResponseFlag.UPSTREAM_OVERFLOW);
      case RETRY, NO -> {}
    }
  }

  private void retryLater(RetryState state) {
    attempt = null;
    timers.set(backOff, state.delayMillis(stream.random() >>> 7));
  }

  private void abort(UpstreamAttempt from, ResetReason reason, String transportFailure) {
    info.flag(ResetText.flag(reason));
    if (responseStarted) {
      shared.countResetAfterResponse();
      finish();
      stream.resetStream(
          ResetReason.LOCAL_RESET, ResetText.details(true, reason, transportFailure));
      return;
    }
    LocalReply reply =
        Failures.upstreamReset(reason, transportFailure, info.attemptCount > 1, shared.config());
    UpstreamAnswer.countLocal(cluster, from.host(), head, reply.status());
    answer(reply);
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
    RetryState state = retries;
    if (!responseStarted && state != null && !copy.isDropped()) {
      var decision = state.onReset(ResetReason.LOCAL_RESET, true);
      if (decision == RetryState.Decision.RETRY) {
        from.timedOut();
        from.cancel();
        retryLater(state);
        return;
      }
      flag(decision);
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
    String details = "upstream_max_stream_duration_reached";
    if (responseStarted) {
      finish();
      stream.resetStream(ResetReason.LOCAL_RESET, details);
      return;
    }
    UpstreamAnswer.countLocal(cluster, from.host(), head, 504);
    answer(new LocalReply(504, "upstream max stream duration reached", details, null));
  }

  private void timedOut(String details) {
    UpstreamAttempt late = attempt;
    if (late != null) {
      late.timedOut();
    }
    info.flag(ResponseFlag.UPSTREAM_REQUEST_TIMEOUT);
    if (responseStarted) {
      finish();
      stream.resetStream(ResetReason.LOCAL_RESET, details);
      return;
    }
    UpstreamAnswer.countLocal(cluster, late == null ? null : late.host(), head, 504);
    answer(new LocalReply(504, "upstream request timeout", details, null));
  }

  // The end.

  void onDownstreamWritable(boolean writable) {
    if (attempt != null) {
      attempt.reading(writable);
    }
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
      timers.cancel(backOff);
      endRetries();
      if (attempt != null) {
        attempt.cancel();
        attempt = null;
      }
      copy.drop();
    }
  }

  private void endRetries() {
    if (retries != null) {
      retries.releaseBreaker();
      retries = null;
    }
  }
}
