package mesh.proxy.route;

import java.util.List;
import java.util.Map;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.route.cors.CorsPolicy;
import mesh.proxy.route.ratelimit.RateLimitRules;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** The routes of some domains and what they have in common. Immutable. */
public final class VirtualHost {

  private static final String HTTPS = "https";
  private static final String CATCH_ALL =
      "other"; // Envoy's name for requests of no virtual cluster

  private final Settings settings;
  private final List<VirtualCluster> virtualClusters;
  private final @Nullable Route tlsRedirect;
  private RouteIndex routes =
      RouteIndex.EMPTY; // set once, before the host is published: routes point back to it

  /** Which requests must use TLS. */
  enum TlsRequirement {
    NONE,
    EXTERNAL_ONLY,
    ALL
  }

  /**
   * What routes and the router ask a host for.
   *
   * @param attemptCountInRequest whether upstreams see {@code x-envoy-attempt-count}
   * @param attemptCountInResponse whether clients see it
   * @param timeoutRetryHeader whether retries after a per-try timeout carry {@code
   *     x-envoy-is-timeout-retry}
   */
  record Settings(
      String name,
      TlsRequirement tls,
      Map<String, Map<String, Object>> metadata,
      boolean attemptCountInRequest,
      boolean attemptCountInResponse,
      boolean timeoutRetryHeader,
      RateLimitRules rateLimits,
      @Nullable CorsPolicy cors) {}

  /** A named group of requests with counters of its own. */
  record VirtualCluster(String name, List<HeaderMatch> headers) {

    VirtualCluster {
      headers = List.copyOf(headers);
    }
  }

  VirtualHost(Settings settings, List<VirtualCluster> virtualClusters) {
    this.settings = settings;
    this.virtualClusters = List.copyOf(virtualClusters);
    this.tlsRedirect = settings.tls() == TlsRequirement.NONE ? null : TlsRedirect.route(this);
  }

  void routes(RouteIndex index) {
    routes = index;
  }

  public String name() {
    return settings.name();
  }

  /** Namespace to struct. */
  public Map<String, Map<String, Object>> metadata() {
    return settings.metadata();
  }

  /** What requests of this host are counted under. */
  public RateLimitRules rateLimits() {
    return settings.rateLimits();
  }

  /** The host's own cross-origin policy; null if it has none. */
  public @Nullable CorsPolicy cors() {
    return settings.cors();
  }

  public boolean attemptCountInRequest() {
    return settings.attemptCountInRequest();
  }

  public boolean attemptCountInResponse() {
    return settings.attemptCountInResponse();
  }

  public boolean timeoutRetryHeader() {
    return settings.timeoutRetryHeader();
  }

  /**
   * The virtual cluster of a request; {@code other} if none matches, empty if the host has none.
   */
  public String virtualCluster(Headers head) {
    for (int at = 0; at < virtualClusters.size(); at++) {
      if (HeaderMatch.allMatch(virtualClusters.get(at).headers(), head)) {
        return virtualClusters.get(at).name();
      }
    }
    return virtualClusters.isEmpty() ? "" : CATCH_ALL;
  }

  @Nullable Route route(Headers head, int pathEnd, StreamInfo info, Runtime runtime, long random) {
    if (tlsRedirect != null && mustUseTls(head)) {
      return tlsRedirect;
    }
    RouteEntry entry = routes.find(head, pathEnd, info, runtime, random);
    return entry == null ? null : entry.choose(head, runtime, random);
  }

  private boolean mustUseTls(Headers head) {
    String scheme = head.get(HeaderNames.X_FORWARDED_PROTO);
    if (HTTPS.equals(scheme == null ? head.scheme() : scheme)) {
      return false;
    }
    return settings.tls() == TlsRequirement.ALL
        || !head.contains(HeaderNames.X_ENVOY_INTERNAL, "true");
  }
}
