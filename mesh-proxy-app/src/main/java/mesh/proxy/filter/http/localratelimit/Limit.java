package mesh.proxy.filter.http.localratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.ratelimit.Descriptor;
import mesh.proxy.route.ratelimit.HitsAddend;
import mesh.proxy.route.ratelimit.RateLimitRule;
import mesh.proxy.route.ratelimit.RateLimitRules;
import mesh.proxy.route.ratelimit.RequestFacts;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.runtime.RuntimeFraction;
import mesh.proxy.stream.ResponseFlag;
import org.jspecify.annotations.Nullable;

/**
 * One configuration at work: whom it concerns, its buckets, its counters, its refusal. Shared by
 * all loops.
 */
final class Limit {

  private static final String REFUSAL = "local_rate_limited"; // body and details
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int MAPPED_FROM_STATUS = -1;

  private final LocalRateLimitConfig config;
  private final LocalRateLimitStats stats;
  private final Runtime runtime;
  private final LongSupplier nanoClock;
  private final String serviceCluster;
  private final Limiter ofProcess;
  private final LocalReply plainRefusal;

  Limit(LocalRateLimitConfig config, FilterContext context) {
    this.config = config;
    this.stats = LocalRateLimitStats.of(context.stats(), config.statPrefix());
    this.runtime = context.runtime();
    this.nanoClock = context.nanoClock();
    this.serviceCluster = context.serviceCluster();
    this.ofProcess = new Limiter(config, nanoClock);
    this.plainRefusal = refusal(null);
  }

  /** Draws whether the request is looked at. */
  boolean isEnabled() {
    return isDrawn(config.enabled());
  }

  /** Takes the request's tokens and counts it. */
  Decision decide(StreamContext stream, Headers head) {
    stats.enabled().increment();
    Limiter limiter = config.perConnection() ? ofConnection(stream.info().connection) : ofProcess;
    Decision decision =
        config.descriptors().isEmpty() ? limiter.admit() : limiter.admit(hits(stream, head));
    (decision.isAdmitted() ? stats.ok() : stats.rateLimited()).increment();
    return decision;
  }

  /** What becomes of a request without tokens: the refusal; null if it goes on. */
  @Nullable LocalReply refuse(StreamContext stream, Headers head) {
    if (!isDrawn(config.enforced())) {
      config.whenNotEnforced().apply(head, stream.info());
      return null;
    }
    stats.enforced().increment();
    if (!config.onRefusal().doSomething()) {
      return plainRefusal;
    }
    var headers = new Headers();
    config.onRefusal().apply(headers, stream.info());
    return refusal(headers);
  }

  boolean tellsClients() {
    return config.rateLimitHeaders();
  }

  private LocalReply refusal(@Nullable Headers headers) {
    int grpcStatus = config.resourceExhausted() ? RESOURCE_EXHAUSTED : MAPPED_FROM_STATUS;
    return new LocalReply(
        config.status(), REFUSAL, REFUSAL, ResponseFlag.RATE_LIMITED, headers, grpcStatus);
  }

  private boolean isDrawn(@Nullable RuntimeFraction fraction) {
    return fraction != null && runtime.draw(fraction);
  }

  private Limiter ofConnection(ConnectionInfo connection) {
    if (connection.filterState(this) instanceof Limiter known) {
      return known;
    }
    var made = new Limiter(config, nanoClock);
    connection.filterState(this, made);
    return made;
  }

  private List<Limiter.Hit> hits(StreamContext stream, Headers head) {
    Route route = stream.route();
    Forward forward =
        route != null && route.action() instanceof Forward forwarding ? forwarding : null;
    var facts =
        new RequestFacts(
            head,
            stream.info(),
            forward == null ? null : forward.cluster().cluster(head),
            route == null ? Map.of() : route.metadata(),
            serviceCluster);
    var hits = new ArrayList<Limiter.Hit>();
    if (!config.rules().isEmpty()) {
      addHits(config.rules(), 0, facts, hits);
    } else if (route != null && forward != null) {
      addHits(forward.rateLimits(), config.stage(), facts, hits);
      if (usesHostRules(forward)) {
        addHits(route.virtualHost().rateLimits(), config.stage(), facts, hits);
      }
    }
    return hits;
  }

  private boolean usesHostRules(Forward forward) {
    if (forward.includeHostRateLimits()) {
      return true;
    }
    return switch (config.whichHostRules()) {
      case UNLESS_ROUTE_HAS_SOME -> forward.rateLimits().isEmpty();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  private static void addHits(
      RateLimitRules rules, int stage, RequestFacts facts, List<Limiter.Hit> hits) {
    for (int at = 0; at < rules.count(stage); at++) {
      RateLimitRule rule = rules.rule(stage, at);
      long count = rule.disableKey().isEmpty() ? rule.hits(facts) : HitsAddend.UNKNOWN;
      Descriptor descriptor = count == HitsAddend.UNKNOWN ? null : rule.describe(facts);
      if (descriptor != null) {
        hits.add(new Limiter.Hit(descriptor, count));
      }
    }
  }
}
