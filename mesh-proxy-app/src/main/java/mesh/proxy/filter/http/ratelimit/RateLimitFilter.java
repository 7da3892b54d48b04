package mesh.proxy.filter.http.ratelimit;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.ratelimit.Descriptor;
import mesh.proxy.route.ratelimit.HitsAddend;
import mesh.proxy.route.ratelimit.RateLimitRule;
import mesh.proxy.route.ratelimit.RateLimitRules;
import mesh.proxy.route.ratelimit.RequestFacts;
import mesh.proxy.runtime.FractionalPercent;

/**
 * Asks the service about requests that have descriptors. Stateless, so all streams share one: a
 * question under way is kept in the stream's filter state.
 */
final class RateLimitFilter implements HttpFilter {

  private final String name; // in its chain
  private final String questionKey;
  private final RateLimitConfig config;
  private final FilterContext context;

  RateLimitFilter(RateLimitConfig config, FilterContext context) {
    this.name = context.filterName();
    this.questionKey = name + ".question";
    this.config = config;
    this.context = context;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    if (!context.runtime().draw(config.enabled()) || !isConcerned(head)) {
      return Verdict.Flow.CONTINUE;
    }
    Route route = stream.route();
    if (route == null || !(route.action() instanceof Forward forward)) {
      return Verdict.Flow.CONTINUE;
    }
    PerRouteConfig ofRoute =
        stream.routeConfig(name) instanceof PerRouteConfig found ? found : PerRouteConfig.NONE;
    if (ofRoute.rules().isEmpty()
        && forward.rateLimits().isEmpty()
        && route.virtualHost().rateLimits().isEmpty()) {
      return Verdict.Flow.CONTINUE; // most routes: nothing is made for them
    }
    String clusterName = forward.cluster().cluster(head);
    Cluster cluster = context.clusters().get(clusterName);
    if (cluster == null) {
      return Verdict.Flow.CONTINUE;
    }
    var facts =
        new RequestFacts(
            head, stream.info(), clusterName, route.metadata(), context.serviceCluster());
    List<Hit> hits = hits(ofRoute, forward, route, facts);
    if (hits.isEmpty()) {
      return Verdict.Flow.CONTINUE;
    }
    String domain = ofRoute.domain().isEmpty() ? config.domain() : ofRoute.domain();
    var question = new Question(config, context, stream, cluster);
    stream.info().filterState().put(questionKey, question);
    return question.ask(RequestMessage.write(domain, hits));
  }

  @Override
  public Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    if (stream.info().filterState(questionKey) instanceof Question question) {
      question.tellClient(head);
    }
    return Verdict.Flow.CONTINUE;
  }

  @Override
  public void onStreamEnd(StreamContext stream) {
    if (stream.info().filterState(questionKey) instanceof Question question) {
      question.cancel();
    }
  }

  private boolean isConcerned(Headers head) {
    return switch (config.concerned()) {
      case BOTH -> true;
      case INTERNAL -> head.contains(HeaderNames.X_ENVOY_INTERNAL, "true");
      case EXTERNAL -> !head.contains(HeaderNames.X_ENVOY_INTERNAL, "true");
    };
  }

  private List<Hit> hits(PerRouteConfig ofRoute, Forward forward, Route route, RequestFacts facts) {
    var hits = new ArrayList<Hit>();
    if (!ofRoute.rules().isEmpty()) {
      add(ofRoute.rules(), 0, facts, hits);
      return hits;
    }
    add(forward.rateLimits(), config.stage(), facts, hits);
    if (usesHostRules(forward, ofRoute)) {
      add(route.virtualHost().rateLimits(), config.stage(), facts, hits);
    }
    return hits;
  }

  private static boolean usesHostRules(Forward forward, PerRouteConfig ofRoute) {
    if (forward.includeHostRateLimits()) {
      return true;
    }
    return switch (ofRoute.hostRules()) {
      case UNLESS_ROUTE_HAS_SOME -> forward.rateLimits().isEmpty();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  private void add(RateLimitRules rules, int stage, RequestFacts facts, List<Hit> hits) {
    for (int at = 0; at < rules.count(stage); at++) {
      RateLimitRule rule = rules.rule(stage, at);
      long count = isOff(rule) ? HitsAddend.UNKNOWN : rule.hits(facts);
      Descriptor descriptor = count == HitsAddend.UNKNOWN ? null : rule.describe(facts);
      if (descriptor != null && !descriptor.entries().isEmpty()) {
        hits.add(new Hit(descriptor, count));
      }
    }
  }

  private boolean isOff(RateLimitRule rule) {
    return !rule.disableKey().isEmpty()
        && !context
            .runtime()
            .draw(
                "ratelimit." + rule.disableKey() + ".http_filter_enabled",
                FractionalPercent.ALL,
                context.randomBelow().applyAsInt(1_000_000));
  }
}
