package mesh.proxy.filter.http.router;

import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.forward.InternalRedirects;
import mesh.proxy.route.forward.InternalRedirects.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows a redirect of the upstream in place of the client. Confined to its event loop.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/http/http_connection_management#internal-redirects
 */
final class InternalRedirection {

  /** Why a redirect is left to the client; the end of the name of a counter. */
  enum Refusal {
    BAD_LOCATION("bad_location"),
    UNSAFE_SCHEME("unsafe_scheme"),
    TOO_MANY_REDIRECTS("too_many_redirects"),
    NO_ROUTE("no_route"),
    PREDICATE("predicate");

    final String word;

    Refusal(String word) {
      this.word = word;
    }
  }

  /** What is known of the redirects before, in the filter state of one request after the other. */
  private static final class Trail {

    int followed;
    final Map<String, Set<String>> targets = new HashMap<>(); // routes by the route before
  }

  private static final String TRAIL = "envoy.router.internal_redirects";

  private final RouterShared shared;
  private final StreamContext stream;
  private final InternalRedirects policy;
  private final Route from;
  private final Headers head;

  /** Null if the client follows redirects itself. */
  static @Nullable InternalRedirection of(
      Forward forward, Route route, RouterShared shared, StreamContext stream) {
    InternalRedirects policy = forward.internalRedirects();
    return policy == null ? null : new InternalRedirection(shared, stream, policy, route);
  }

  private InternalRedirection(
      RouterShared shared, StreamContext stream, InternalRedirects policy, Route from) {
    this.shared = shared;
    this.stream = stream;
    this.policy = policy;
    this.from = from;
    this.head = stream.requestHead();
  }

  /**
   * Follows the redirect, if the answer is one and nothing speaks against it.
   *
   * @param body of the request
   * @return true if the request is on its way again and the answer is not wanted
   */
  boolean follows(Cluster cluster, Headers response, RequestCopy body) {
    if (!policy.statuses().contains(response.status())) {
      return false;
    }
    Refusal refusal = redirect(response);
    if (refusal != null) {
      shared.countPassedThrough(refusal);
      cluster.stats().increment(ClusterCounter.UPSTREAM_INTERNAL_REDIRECT_FAILED_TOTAL);
      return false;
    }
    cluster.stats().increment(ClusterCounter.UPSTREAM_INTERNAL_REDIRECT_SUCCEEDED_TOTAL);
    boolean dropsBody = response.status() == 303 && !isSafe(head.method());
    if (dropsBody) {
      head.set(HeaderNames.METHOD, "GET");
      head.remove(HeaderNames.CONTENT_LENGTH);
    }
    stream.restart(response, dropsBody ? Unpooled.EMPTY_BUFFER : body.bytes());
    return true;
  }

  private static boolean isSafe(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private @Nullable Refusal redirect(Headers response) {
    Location target = Location.of(response.get(HeaderNames.LOCATION));
    if (target == null) {
      return Refusal.BAD_LOCATION;
    }
    boolean tls = stream.info().connection.tls() != null;
    boolean fromHttps = head.scheme().isEmpty() ? tls : head.scheme().equals("https");
    boolean toHttps = target.scheme().equals("https");
    if (!policy.crossScheme() && fromHttps != toHttps) {
      return Refusal.UNSAFE_SCHEME;
    }
    Trail trail = (Trail) stream.info().filterState().computeIfAbsent(TRAIL, name -> new Trail());
    if (trail.followed >= policy.most()) {
      return Refusal.TOO_MANY_REDIRECTS;
    }
    Headers before = head.copy();
    copyFields(response);
    head.set(HeaderNames.SCHEME, target.scheme());
    head.set(HeaderNames.AUTHORITY, target.authority());
    head.set(HeaderNames.PATH, target.path());
    stream.clearRouteCache();
    Route to = stream.route();
    if (to == null || !accepted(to, trail, fromHttps, toHttps)) {
      restore(before);
      return to == null ? Refusal.NO_ROUTE : Refusal.PREDICATE;
    }
    trail.followed++;
    String scheme = fromHttps ? "https://" : "http://";
    head.set(HeaderNames.X_ENVOY_ORIGINAL_URL, scheme + before.authority() + before.path());
    return null;
  }

  private void copyFields(Headers source) {
    for (String name : policy.headersToCopy()) {
      List<String> values = source.all(name);
      head.remove(name);
      values.forEach(value -> head.add(name, value));
    }
  }

  private void restore(Headers before) {
    head.set(HeaderNames.SCHEME, before.scheme());
    head.set(HeaderNames.AUTHORITY, before.authority());
    head.set(HeaderNames.PATH, before.path());
    copyFields(before);
    stream.clearRouteCache();
    stream.route();
  }

  private boolean accepted(Route to, Trail trail, boolean fromHttps, boolean toHttps) {
    for (Predicate predicate : policy.predicates()) {
      boolean accepts =
          switch (predicate) {
            case Predicate.PreviousRoutes previous ->
                trail.targets.computeIfAbsent(from.name(), name -> new HashSet<>()).add(to.name());
            case Predicate.AllowListedRoutes(Set<String> names) -> names.contains(to.name());
            case Predicate.SafeCrossScheme safe -> fromHttps || !toHttps;
          };
      if (!accepts) {
        return false;
      }
    }
    return true;
  }

  /** An absolute URL of HTTP, without its fragment. */
  private record Location(String scheme, String authority, String path) {

    static @Nullable Location of(@Nullable String url) {
      int mark = url == null ? -1 : url.indexOf("://");
      if (url == null || mark < 0) {
        return null;
      }
      String scheme = url.substring(0, mark).toLowerCase(java.util.Locale.ROOT);
      int fragment = url.indexOf('#');
      int end = fragment < 0 ? url.length() : fragment;
      int slash = mark + "://".length();
      int start = slash;
      while (slash < end && url.charAt(slash) != '/' && url.charAt(slash) != '?') {
        slash++;
      }
      if (slash == start || !scheme.equals("http") && !scheme.equals("https")) {
        return null;
      }
      String path = url.substring(slash, end);
      return new Location(
          scheme, url.substring(start, slash), path.startsWith("/") ? path : "/" + path);
    }
  }
}
