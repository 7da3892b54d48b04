package mesh.proxy.filter.http.router;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.endpoint.LocalOriginEvent;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.retry.HostSelection;
import mesh.proxy.route.retry.RetryPolicy;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/** Sends one request upstream, again if its policy says so, and the answer back. Confined to its event loop. */
final class RouterFilter implements TerminalFilter, LbRequest {

  private static final int FRESH_TRIES = 2; // beyond the policy, for connections that died idle

  private final RouterShared shared;
  private final StreamContext stream;
  private final StreamInfo info;
  private final Timers timers;

  private @Nullable Route route;
  private @Nullable Forward forward;
  private @Nullable Cluster cluster;
  private @Nullable RetryState retries;
  private @Nullable RequestCopy copy;
  private @Nullable UpstreamAttempt attempt;
  private @Nullable ArrayList<Endpoint> tried;
  private @Nullable Mirrors mirrors;
  private RequestTimeouts timeouts = new RequestTimeouts(0, 0);
  private Headers head = new Headers(0);
  private long hash;
  private boolean hashed;
  private int freshTries = FRESH_TRIES;
  private boolean requestEnded;
  private boolean responseStarted;
  private boolean ended;
  private @Nullable ArrayList<String> cookies; // set by the hash policy

  private final Timers.Timeout timeout =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          onTimeout();
        }
      };
  private final Timers.Timeout backOff =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          tryUpstream();
        }
      };

  RouterFilter(RouterShared shared, StreamContext stream) {
    this.shared = shared;
    this.stream = stream;
    this.info = stream.info();
    this.timers = stream.worker().timers();
  }

  @Override
  public void onRequestHead(Headers request, boolean endStream) {
    head = request;
    shared.countRequest();
    Route found = stream.route();
    if (found == null) {
      shared.countNoRoute();
      answer(new LocalReply(404, "", "route_not_found", ResponseFlag.NO_ROUTE_FOUND));
      return;
    }
    route = found;
    if (found.action() instanceof Forward to) {
      forward(found, to, endStream);
    } else {
      answer(OwnAnswers.of(found, request, info, shared));
    }
  }

  private void forward(Route found, Forward to, boolean endStream) {
    forward = to;
    String name = to.cluster().cluster(head);
    Cluster target = shared.clusters().get(name);
    info.upstreamClusterName = name;
    if (target == null) {
      shared.countNoCluster();
      answer(new LocalReply(to.clusterNotFoundStatus(), "", "cluster_not_found", ResponseFlag.NO_CLUSTER_FOUND));
      return;
    }
    cluster = target;
    info.upstreamClusterStatName = target.config().statName();
    prepare(found, to, target);
    requestEnded = endStream;
    if (endStream) {
      startTimers();
    }
    copy = endStream ? null : new RequestCopy(bufferLimit(found));
    if (endStream && mirrors != null) {
      mirrors.send(new RequestCopy(0).ended());
    }
    tryUpstream();
  }

  private void prepare(Route found, Forward to, Cluster target) {
    RetryPolicy policy = to.retryPolicy();
    boolean grpc = isGrpc(head);
    if (!to.hashPolicies().isEmpty()) {
      hash = to.hashPolicies().hash(head, info, this::addCookie);
      hashed = hash != 0;
    }
    timeouts =
        RequestTimeouts.take(
            head, to.timeouts(), policy == null ? 0 : policy.perTryTimeoutMillis(), shared.config(), grpc);
    retries =
        RetryState.take(head, policy, target, target.breakers(priority()).retries(), shared.runtime());
    found.finalizeRequestHead(head, info, !shared.config().suppressEnvoyHeaders());
    if (!to.mirrors().isEmpty()) {
      mirrors = Mirrors.of(to.mirrors(), head, shared, stream);
    }
  }

  private long bufferLimit(Route found) {
    long own = found.requestBufferLimit();
    return own >= 0 ? own : stream.bufferLimit();
  }

  private void addCookie(String cookie) {
    if (cookies == null) {
      cookies = new ArrayList<>(1);
    }
    cookies.add(cookie);
  }

  private static boolean isGrpc(Headers head) {
    String type = head.get(HeaderNames.CONTENT_TYPE);
    return type != null && type.startsWith("application/grpc");
  }

  private RoutingPriority priority() {
    return forward == null ? RoutingPriority.DEFAULT : forward.priority();
  }

  // Attempts.

  private void tryUpstream() {
    Cluster target = cluster;
    Route found = route;
    if (ended || target == null || found == null) {
      return;
    }
    if (retries != null) {
      retries.releaseBreaker();
    }
    Endpoint host = target.choose(this);
    if (host == null) {
      target.stats().increment(ClusterCounter.UPSTREAM_CX_NONE_HEALTHY);
      answer(new LocalReply(503, "no healthy upstream", "no_healthy_upstream", ResponseFlag.NO_HEALTHY_UPSTREAM));
      return;
    }
    info.attemptCount++;
    if (found.virtualHost().attemptCountInRequest()) {
      head.set(HeaderNames.X_ENVOY_ATTEMPT_COUNT, Integer.toString(info.attemptCount));
    }
    remember(host);
    if (forward != null && forward.hostRewrite().isAuto() && !host.hostname().isEmpty()) {
      forward.hostRewrite().rewrite(head, host.hostname(), false);
    }
    var next = new UpstreamAttempt(this, target, host, timers, info);
    attempt = next;
    if (requestEnded) {
      startPerTry(next);
    }
    Protocol downstream = info.protocol;
    next.begin(shared.pools().of(stream.worker(), target, host, priority(), downstream));
  }

  private void remember(Endpoint host) {
    if (retries != null) {
      if (tried == null) {
        tried = new ArrayList<>(2);
      }
      tried.add(host);
    }
  }

  private void startTimers() {
    if (timeouts.request() > 0) {
      timers.set(timeout, timeouts.request());
    }
    if (attempt != null) {
      startPerTry(attempt);
    }
  }

  private void startPerTry(UpstreamAttempt of) {
    RetryPolicy policy = forward == null ? null : forward.retryPolicy();
    of.startTimers(timeouts.perTry(), policy == null ? 0 : policy.perTryIdleTimeoutMillis());
  }

  void onReady(UpstreamAttempt ready, StreamEncoder request) {
    var span = stream.span();
    if (span != null) {
      span.inject(head);
    }
    info.firstUpstreamTxNanos = System.nanoTime();
    Headers sent = retries == null ? head : head.copy(); // the codec may add its own
    if (copy == null) {
      request.writeHead(sent, true);
      info.lastUpstreamTxNanos = info.firstUpstreamTxNanos;
    } else {
      copy.writeTo(request, sent);
      if (retries == null && mirrors == null) {
        copy.release();
        copy.abandon(); // nobody asks for it again
      }
    }
    if (!stream.isDownstreamWritable()) {
      ready.reading(false);
    }
  }

  // The request's body.

  @Override
  public void onRequestData(ByteBuf data, boolean endStream) {
    requestEnded |= endStream;
    RequestCopy kept = copy;
    if (ended || kept == null) {
      data.release();
      return;
    }
    UpstreamAttempt open = attempt;
    boolean waiting = open == null || !open.isStarted() || open.isOver();
    if (!kept.isAbandoned() && !kept.add(data, endStream)) {
      giveUpCopy(waiting);
    }
    if (waiting || open == null) {
      data.release();
    } else {
      open.data(data, endStream);
    }
    if (endStream) {
      requestDone();
    }
  }

  /** The copy is larger than it may be: no retries from here on; and if nobody took the body yet, it is lost. */
  private void giveUpCopy(boolean waiting) {
    if (waiting) {
      answer(new LocalReply(413, "Payload Too Large", "request_payload_too_large", null));
      return;
    }
    if (cluster != null && (retries != null || mirrors != null)) {
      cluster.stats().increment(ClusterCounter.RETRY_OR_SHADOW_ABANDONED);
    }
    endRetries();
  }

  @Override
  public void onRequestTrailers(Headers trailers) {
    requestEnded = true;
    if (ended || copy == null) {
      return;
    }
    copy.trailers(trailers);
    if (attempt != null) {
      attempt.trailers(trailers);
    }
    requestDone();
  }

  private void requestDone() {
    if (!ended) {
      if (mirrors != null && copy != null) {
        mirrors.send(copy);
      }
      startTimers();
    }
  }

  void onUpstreamWritable(boolean writable) {
    if (!ended) {
      stream.readRequest(writable);
    }
  }

  // The answer.

  void onInformational(Headers informational) {
    if (!responseStarted) {
      stream.respondInformational(informational);
    }
  }

  void onHead(UpstreamAttempt from, Headers response, boolean end) {
    Cluster target = cluster;
    Route found = route;
    if (ended || target == null || found == null) {
      return;
    }
    int status = response.status();
    UpstreamAnswer.report(from.host(), response, status);
    if (retries != null) {
      RetryState.Decision decision =
          requestEnded ? retries.onHead(response, System.currentTimeMillis(), stream.random()) : RetryState.Decision.NO;
      if (decision == RetryState.Decision.RETRY && canRepeat()) {
        UpstreamAnswer.countRetried(target, status);
        from.cancel();
        retryLater();
        return;
      }
      flag(decision);
    }
    endRetries();
    responseStarted = true;
    timers.cancel(backOff);
    UpstreamAnswer.finalizeHead(response, found, info, shared.config(), cookies);
    UpstreamAnswer.count(target, from.host(), head, response, status);
    if (end) {
      complete(target);
    }
    stream.respondHead(response, end);
  }

  void onData(UpstreamAttempt from, ByteBuf data, boolean end) {
    if (end && cluster != null) {
      complete(cluster);
    }
    stream.respondData(data, end);
  }

  void onTrailers(UpstreamAttempt from, Headers trailers) {
    if (cluster != null) {
      complete(cluster);
    }
    stream.respondTrailers(trailers);
  }

  private void complete(Cluster target) {
    timers.cancel(timeout);
    if (requestEnded) {
      long begin = info.requestCompleteNanos;
      UpstreamAnswer.time(target, head, (System.nanoTime() - begin) / 1_000_000);
    }
    attempt = null;
    release();
  }

  void onReset(UpstreamAttempt from, ResetReason reason, String transportFailure) {
    if (ended || attempt != from) {
      return;
    }
    info.upstreamTransportFailure = transportFailure;
    if (!from.responseStarted()) {
      from.host().reportLocalOrigin(LocalOriginEvent.REQUEST_FAILED);
      from.host().add(EndpointStat.RQ_ERROR, 1);
      if (repeats(from, reason)) {
        return;
      }
    }
    abort(reason, transportFailure);
  }

  private boolean repeats(UpstreamAttempt from, ResetReason reason) {
    if (from.diedIdle(reason) && freshTries > 0 && requestEnded && canRepeat() && UpstreamAnswer.isIdempotent(head)) {
      freshTries--;
      tryUpstream();
      return true;
    }
    if (retries == null || !requestEnded) {
      return false;
    }
    RetryState.Decision decision = retries.onReset(reason, from.isStarted());
    if (decision == RetryState.Decision.RETRY && canRepeat()) {
      retryLater();
      return true;
    }
    flag(decision);
    return false;
  }

  private boolean canRepeat() {
    return copy == null || !copy.isAbandoned();
  }

  private void flag(RetryState.Decision decision) {
    switch (decision) {
      case LIMIT_EXCEEDED -> info.flag(ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED);
      case OVERFLOW -> info.flag(ResponseFlag.UPSTREAM_OVERFLOW);
      case RETRY, NO -> {}
    }
  }

  private void retryLater() {
    attempt = null;
    if (retries != null) {
      timers.set(backOff, retries.delayMillis(stream.random() >>> 7));
    }
  }

  private void abort(ResetReason reason, String transportFailure) {
    info.flag(ResetText.flag(reason));
    String details = ResetText.details(responseStarted, reason, transportFailure);
    if (responseStarted) {
      shared.countResetAfterResponse();
      finish();
      stream.resetStream(ResetReason.LOCAL_RESET, details);
      return;
    }
    int status = reason == ResetReason.PROTOCOL_ERROR ? 502 : 503;
    if (cluster != null) {
      UpstreamAnswer.countLocal(cluster, attempt == null ? null : attempt.host(), head, status);
    }
    Headers more = null;
    if (reason == ResetReason.OVERFLOW && !shared.config().suppressEnvoyHeaders()) {
      more = new Headers(1).add(HeaderNames.X_ENVOY_OVERLOADED, "true");
    }
    String body = ResetText.body(reason, transportFailure, info.attemptCount > 1);
    answer(new LocalReply(status, body, details, null, more, -1));
  }

  // Time.

  private void onTimeout() {
    if (cluster != null) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_TIMEOUT);
    }
    timedOut("response_timeout");
  }

  void onPerTryTimeout(UpstreamAttempt from, String details) {
    if (ended || attempt != from || cluster == null) {
      return;
    }
    boolean idle = details.endsWith("idle_timeout");
    cluster
        .stats()
        .increment(
            idle ? ClusterCounter.UPSTREAM_RQ_PER_TRY_IDLE_TIMEOUT : ClusterCounter.UPSTREAM_RQ_PER_TRY_TIMEOUT);
    if (!responseStarted && retries != null) {
      RetryState.Decision decision = retries.onReset(ResetReason.LOCAL_RESET, true);
      if (decision == RetryState.Decision.RETRY && canRepeat()) {
        reportTimeout(from);
        from.cancel();
        retryLater();
        return;
      }
      flag(decision);
    }
    timedOut(details);
  }

  private void reportTimeout(UpstreamAttempt of) {
    of.host().reportLocalOrigin(LocalOriginEvent.REQUEST_TIMEOUT);
    of.host().add(EndpointStat.RQ_TIMEOUT, 1);
  }

  private void timedOut(String details) {
    UpstreamAttempt late = attempt;
    if (late != null) {
      reportTimeout(late);
    }
    info.flag(ResponseFlag.UPSTREAM_REQUEST_TIMEOUT);
    if (responseStarted) {
      finish();
      stream.resetStream(ResetReason.LOCAL_RESET, details);
      return;
    }
    if (cluster != null) {
      UpstreamAnswer.countLocal(cluster, late == null ? null : late.host(), head, 504);
    }
    answer(new LocalReply(504, "upstream request timeout", details, null));
  }

  // The end.

  @Override
  public void onDownstreamWritable(boolean writable) {
    if (attempt != null) {
      attempt.reading(writable);
    }
  }

  @Override
  public void onStreamEnd() {
    finish();
  }

  private void answer(LocalReply reply) {
    LocalReply marked = UpstreamAnswer.withAttemptCount(reply, route, info);
    finish();
    stream.reply(marked);
  }

  private void finish() {
    if (!ended) {
      ended = true;
      timers.cancel(timeout);
      timers.cancel(backOff);
      endRetries();
      if (attempt != null) {
        attempt.cancel();
        attempt = null;
      }
      release();
    }
  }

  private void endRetries() {
    if (retries != null) {
      retries.releaseBreaker();
      retries = null;
    }
  }

  private void release() {
    if (copy != null) {
      copy.release();
    }
  }

  // What load balancing asks.

  @Override
  public boolean hasHash() {
    return hashed;
  }

  @Override
  public long hash() {
    return hash;
  }

  @Override
  public java.util.Map<String, Object> metadataMatch() {
    return forward == null ? java.util.Map.of() : forward.metadataMatch();
  }

  @Override
  public int maxAttempts() {
    HostSelection selection = selection();
    return selection == null || tried == null ? 1 : selection.maxAttempts();
  }

  @Override
  public boolean isRefused(Endpoint host) {
    HostSelection selection = selection();
    return selection != null
        && tried != null
        && (selection.omitPreviousHosts() && tried.contains(host) || selection.omitCanaries() && host.isCanary());
  }

  private @Nullable HostSelection selection() {
    RetryPolicy policy = forward == null ? null : forward.retryPolicy();
    return policy == null ? null : policy.hostSelection();
  }
}
