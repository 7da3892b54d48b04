package mesh.proxy.route;

import java.util.List;
import java.util.Map;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.mutation.HeaderMutations;
import mesh.proxy.route.match.PathRule;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.TraceRoute;
import org.jspecify.annotations.Nullable;

/** What was found for a request: an action, and what the levels around it add to it. Immutable. */
public final class Route {

  /** No limit configured. */
  public static final long NO_LIMIT = -1;

  private final RouteFacts facts;
  private final VirtualHost virtualHost;
  private final PathRule path;
  private final RouteAction action;
  private final RouteFilters filters;
  private final RouteMutations ofCluster; // of the weighted cluster, if there is one
  private final HeaderMutations[] request; // in the order of application
  private final HeaderMutations[] response;

  /**
   * All but the action.
   *
   * @param ofCluster applied first in any case
   * @param mutations of the other levels, in the order in which they are applied
   */
  record Parts(
      RouteFacts facts,
      VirtualHost virtualHost,
      PathRule path,
      RouteFilters filters,
      RouteMutations ofCluster,
      List<RouteMutations> mutations) {}

  Route(Parts parts, RouteAction action) {
    this.facts = parts.facts();
    this.virtualHost = parts.virtualHost();
    this.path = parts.path();
    this.action = action;
    this.filters = parts.filters();
    this.ofCluster = parts.ofCluster();
    this.request =
        parts.mutations().stream()
            .map(RouteMutations::request)
            .filter(HeaderMutations::doSomething)
            .toArray(HeaderMutations[]::new);
    this.response =
        parts.mutations().stream()
            .map(RouteMutations::response)
            .filter(HeaderMutations::doSomething)
            .toArray(HeaderMutations[]::new);
  }

  /** May be empty. */
  public String name() {
    return facts.name();
  }

  public VirtualHost virtualHost() {
    return virtualHost;
  }

  public RouteAction action() {
    return action;
  }

  /** Namespace to struct; see {@code StreamInfo.dynamicMetadata()} for the values. */
  public Map<String, Map<String, Object>> metadata() {
    return facts.metadata();
  }

  /** What it says of traces. */
  public TraceRoute trace() {
    return facts.trace();
  }

  /** Counters under {@code vhost.NAME.route.PREFIX}; empty if there are none. */
  public String statPrefix() {
    return facts.statPrefix();
  }

  /**
   * Most bytes kept of a request for retries and mirrors; {@link #NO_LIMIT} leaves it to the
   * listener.
   */
  public long requestBufferLimit() {
    return facts.requestBufferLimit();
  }

  /** The most specific configuration of a filter; null if no level has one. */
  public @Nullable Object filterConfig(String filterName) {
    return filters.mostSpecific(filterName);
  }

  /** The configurations of a filter on all levels, least specific first. */
  public List<Object> filterConfigs(String filterName) {
    return filters.all(filterName);
  }

  /** Whether the most specific level that says anything leaves a filter out; null if none does. */
  public @Nullable Boolean isFilterDisabled(String filterName) {
    return filters.isDisabled(filterName);
  }

  /**
   * Makes the head what goes upstream: header mutations, then the host, then the path. For {@link
   * Forward} routes, once per request.
   *
   * @param keepOriginals whether {@code x-envoy-original-path} and {@code x-envoy-original-host}
   *     are set
   */
  public void finalizeRequestHead(Headers head, StreamInfo info, boolean keepOriginals) {
    ofCluster.request().apply(head, info);
    if (action instanceof Forward forward) {
      forward.hostRewrite().applyOfCluster(head);
    }
    for (HeaderMutations mutations : request) {
      mutations.apply(head, info);
    }
    if (action instanceof Forward forward) {
      forward.hostRewrite().apply(head, keepOriginals);
      forward.pathRewrite().apply(head, path, keepOriginals);
    }
  }

  /**
   * Makes the head what one host gets. For {@link Forward} routes, once per attempt.
   *
   * @param hostname of the host; may be empty
   * @param keepOriginals whether {@code x-envoy-original-host} is set
   */
  public void finalizeAttempt(
      Headers head, StreamInfo info, String hostname, boolean keepOriginals) {
    if (virtualHost().attemptCountInRequest()) {
      head.set(HeaderNames.X_ENVOY_ATTEMPT_COUNT, Integer.toString(info.attemptCount));
    }
    if (action instanceof Forward forward
        && forward.hostRewrite().isAuto()
        && !hostname.isEmpty()) {
      forward.hostRewrite().rewrite(head, hostname, keepOriginals);
    }
  }

  /** Makes the head what goes to the client. For responses of upstreams and for local replies. */
  public void finalizeResponseHead(Headers head, StreamInfo info) {
    ofCluster.response().apply(head, info);
    for (HeaderMutations mutations : response) {
      mutations.apply(head, info);
    }
  }

  @Override
  public String toString() {
    return virtualHost.name() + "/" + name();
  }
}
