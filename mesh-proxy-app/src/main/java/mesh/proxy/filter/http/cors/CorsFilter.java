package mesh.proxy.filter.http.cors;

import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.runtime.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * Looks at requests that name an origin. Stateless, so all streams share one: what the response
 * needs of an allowed request is kept in the stream's filter state.
 */
final class CorsFilter implements HttpFilter {

  private static final String ORIGIN = "origin";
  private static final String REQUEST_METHOD = "access-control-request-method";
  private static final String REQUEST_HEADERS = "access-control-request-headers";
  private static final String REQUEST_PRIVATE_NETWORK = "access-control-request-private-network";
  private static final String ALLOW_ORIGIN = "access-control-allow-origin";
  private static final String ALLOW_CREDENTIALS = "access-control-allow-credentials";
  private static final String ALLOW_METHODS = "access-control-allow-methods";
  private static final String ALLOW_HEADERS = "access-control-allow-headers";
  private static final String ALLOW_PRIVATE_NETWORK = "access-control-allow-private-network";
  private static final String EXPOSE_HEADERS = "access-control-expose-headers";
  private static final String MAX_AGE = "access-control-max-age";
  private static final String TRUE = "true";
  private static final String ANY = "*";

  private final String name; // in its chain
  private final String grantKey;
  private final CorsStats stats;
  private final Runtime runtime;

  /** That a response may be shown to its origin. */
  private record Grant(String origin, CorsPolicies policies) {}

  CorsFilter(String name, CorsStats stats, Runtime runtime) {
    this.name = name;
    this.grantKey = name + ".grant";
    this.stats = stats;
    this.runtime = runtime;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    String origin = head.get(ORIGIN);
    if (origin == null || origin.isEmpty()) {
      return Verdict.Flow.CONTINUE;
    }
    CorsPolicies policies = CorsPolicies.of(stream.route(), name);
    if (policies == null) {
      return Verdict.Flow.CONTINUE;
    }
    boolean enabled = policies.isEnabled(runtime);
    if (!enabled && !policies.isShadowed(runtime)) {
      return Verdict.Flow.CONTINUE;
    }
    boolean allowed = policies.allowsOrigin(origin);
    (allowed ? stats.originValid() : stats.originInvalid()).increment();
    if (!enabled) {
      return Verdict.Flow.CONTINUE;
    }
    if (allowed) {
      stream.info().filterState().put(grantKey, new Grant(origin, policies));
    }
    if (!isPreflight(head) || !allowed && policies.forwardNotMatchingPreflights()) {
      return Verdict.Flow.CONTINUE;
    }
    return new LocalReply(200, "", "cors_response", null, preflightHeaders(head, policies), -1);
  }

  @Override
  public Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    if (stream.info().filterState(grantKey)
        instanceof Grant(String origin, CorsPolicies policies)) {
      head.set(ALLOW_ORIGIN, origin);
      if (policies.allowCredentials()) {
        head.set(ALLOW_CREDENTIALS, TRUE);
      }
      String exposed = policies.exposeHeaders();
      if (!exposed.isEmpty()) {
        head.set(EXPOSE_HEADERS, exposed);
      }
    }
    return Verdict.Flow.CONTINUE;
  }

  private static boolean isPreflight(Headers head) {
    String method = head.get(REQUEST_METHOD);
    return method != null && !method.isEmpty() && head.method().equals("OPTIONS");
  }

  // The origin is added with the other response headers, to preflights as to all responses.
  private static Headers preflightHeaders(Headers request, CorsPolicies policies) {
    var headers = new Headers();
    if (policies.allowCredentials()) {
      headers.add(ALLOW_CREDENTIALS, TRUE);
    }
    addAllowed(headers, ALLOW_METHODS, policies.allowMethods(), request.get(REQUEST_METHOD));
    addAllowed(headers, ALLOW_HEADERS, policies.allowHeaders(), request.get(REQUEST_HEADERS));
    String maxAge = policies.maxAge();
    if (!maxAge.isEmpty()) {
      headers.add(MAX_AGE, maxAge);
    }
    if (policies.allowPrivateNetworkAccess() && request.contains(REQUEST_PRIVATE_NETWORK, TRUE)) {
      headers.add(ALLOW_PRIVATE_NETWORK, TRUE);
    }
    return headers;
  }

  // The asterisk stands for what is asked for: as it is, browsers take it for a name if credentials
  // are allowed.
  private static void addAllowed(
      Headers headers, String name, String allowed, @Nullable String asked) {
    if (allowed.equals(ANY)) {
      headers.add(name, asked == null ? "" : asked);
    } else if (!allowed.isEmpty()) {
      headers.add(name, allowed);
    }
  }
}
