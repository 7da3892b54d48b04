package mesh.proxy.filter.http.extauthz;

import io.netty.buffer.ByteBuf;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Route;
import mesh.proxy.stream.ResponseFlag;
import org.jspecify.annotations.Nullable;

/**
 * Asks the service. Stateless, so all streams share one: a question under way is kept in the
 * stream's filter state.
 */
final class ExtAuthzFilter implements HttpFilter {

  private final String name; // in its chain
  private final String questionKey;
  private final ExtAuthzConfig config;
  private final FilterContext context;
  private final ExtAuthzStats stats;

  ExtAuthzFilter(ExtAuthzConfig config, FilterContext context) {
    this.name = context.filterName();
    this.questionKey = name + ".question";
    this.config = config;
    this.context = context;
    this.stats = ExtAuthzStats.of(context.stats(), context.statPrefix(), config.statPrefix());
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    Route route = stream.route();
    PerRouteConfig ofRoute = route == null ? PerRouteConfig.NONE : ofRoute(route);
    if (ofRoute.disabled()) {
      return Verdict.Flow.CONTINUE;
    }
    if (config.enabled() != null && !context.runtime().draw(config.enabled())) {
      return disabled();
    }
    var question = new Question(config, context, stats, stream, ofRoute.contextExtensions());
    stream.info().filterState().put(questionKey, question);
    BodyConfig body = body(ofRoute);
    if (body == null || endStream || head.contains(HeaderNames.UPGRADE)) {
      return question.ask();
    }
    if (!body.partial()) {
      stream.limitCollectedRequest(body.most());
    }
    question.collect(body);
    return Verdict.Flow.COLLECT;
  }

  // Extensions of all levels count, the rest is the most specific one's.
  private PerRouteConfig ofRoute(Route route) {
    PerRouteConfig merged = PerRouteConfig.NONE;
    for (Object level : route.filterConfigs(name)) {
      if (level instanceof PerRouteConfig found) {
        merged = merged.overriddenBy(found);
      }
    }
    return merged;
  }

  private @Nullable BodyConfig body(PerRouteConfig ofRoute) {
    if (ofRoute.noBody()) {
      return null;
    }
    return ofRoute.body() == null ? config.body() : ofRoute.body();
  }

  private Verdict disabled() {
    stats.disabled().increment();
    ExtAuthzConfig.Flag denies = config.deniesWhenDisabled();
    return context.runtime().flag(denies.key(), denies.fallback())
        ? new LocalReply(
            config.statusOnError(),
            "",
            "ext_authz_error",
            ResponseFlag.UNAUTHORIZED_EXTERNAL_SERVICE)
        : Verdict.Flow.CONTINUE;
  }

  @Override
  public Verdict onRequestData(StreamContext stream, ByteBuf data, boolean endStream) {
    return stream.info().filterState(questionKey) instanceof Question question
        ? question.body(data, endStream)
        : Verdict.Flow.CONTINUE;
  }

  @Override
  public Verdict onRequestTrailers(StreamContext stream, Headers trailers) {
    return stream.info().filterState(questionKey) instanceof Question question
        ? question.trailers()
        : Verdict.Flow.CONTINUE;
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
      question.end();
    }
  }
}
