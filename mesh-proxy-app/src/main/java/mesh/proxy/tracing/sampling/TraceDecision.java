package mesh.proxy.tracing.sampling;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;
import mesh.proxy.stream.RequestId;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.stream.TraceReason;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are traced. Shared by all loops.
 *
 * <p>The request id is the random number that decides, so that every proxy on the way decides
 * alike; the decision is then written into the id.
 */
public final class TraceDecision {

  private static final String CLIENT = "tracing.client_enabled";
  private static final String RANDOM = "tracing.random_sampling";
  private static final String OVERALL = "tracing.global_enabled";

  private final Sampling sampling;
  private final RequestIdSettings requestIds;
  private final Runtime runtime;
  private final Counter sampled;
  private final Counter serviceForced;
  private final Counter clientForced;
  private final Counter notTraceable;
  private final Counter healthCheck;

  /**
   * @param manager scope of the connection manager: {@code http.ingress_http.}
   */
  public TraceDecision(
      Sampling sampling, RequestIdSettings requestIds, Stats manager, Runtime runtime) {
    this.sampling = sampling;
    this.requestIds = requestIds;
    this.runtime = runtime;
    Stats stats = manager.scope("tracing");
    sampled = stats.counter("random_sampling");
    serviceForced = stats.counter("service_forced");
    clientForced = stats.counter("client_enabled");
    notTraceable = stats.counter("not_traceable");
    healthCheck = stats.counter("health_check");
  }

  /** Decides and counts; the reason is in {@link StreamInfo#traceReason} and in the request id. */
  public boolean decide(StreamInfo info, Headers head, @Nullable Sampling ofRoute) {
    info.traceReason = reason(head, ofRoute == null ? sampling : ofRoute);
    if (info.healthCheck) {
      healthCheck.increment();
      return false;
    }
    switch (info.traceReason) {
      case NOT_TRACEABLE -> notTraceable.increment();
      case SAMPLED -> sampled.increment();
      case SERVICE_FORCED -> serviceForced.increment();
      case CLIENT_FORCED -> clientForced.increment();
    }
    return info.traceReason != TraceReason.NOT_TRACEABLE;
  }

  private TraceReason reason(Headers head, Sampling shares) {
    if (!requestIds.decidesSampling()) {
      return TraceReason.SAMPLED;
    }
    String id = head.get(HeaderNames.X_REQUEST_ID);
    long random = RequestId.random(id);
    if (id == null || random < 0) {
      return TraceReason.NOT_TRACEABLE;
    }
    TraceReason before = RequestId.reason(id);
    TraceReason after = before == TraceReason.NOT_TRACEABLE ? fresh(head, shares, random) : before;
    if (after != TraceReason.NOT_TRACEABLE && !draws(OVERALL, shares.overall(), random)) {
      after = TraceReason.NOT_TRACEABLE;
    }
    if (after != before && requestIds.packsReason()) {
      head.set(HeaderNames.X_REQUEST_ID, RequestId.with(id, after));
    }
    return after;
  }

  private TraceReason fresh(Headers head, Sampling shares, long random) {
    if (head.contains(HeaderNames.X_CLIENT_TRACE_ID) && draws(CLIENT, shares.client(), random)) {
      return TraceReason.CLIENT_FORCED;
    }
    if (head.contains(HeaderNames.X_ENVOY_FORCE_TRACE)) {
      return TraceReason.SERVICE_FORCED;
    }
    return draws(RANDOM, shares.random(), random) ? TraceReason.SAMPLED : TraceReason.NOT_TRACEABLE;
  }

  private boolean draws(String key, FractionalPercent share, long random) {
    return runtime.draw(key, share, random);
  }
}
