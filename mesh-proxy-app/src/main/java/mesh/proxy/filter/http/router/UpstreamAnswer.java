package mesh.proxy.filter.http.router;

import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Route;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a response head from upstream: told to health and outlier detection, counted,
 * completed.
 */
final class UpstreamAnswer {

  private UpstreamAnswer() {}

  /** Tells those who watch the host. */
  static void report(Cluster cluster, Endpoint host, Headers response, int status) {
    host.reportResult(status);
    if (response.contains(HeaderNames.X_ENVOY_IMMEDIATE_HEALTH_CHECK_FAIL)) {
      cluster.failHealthCheck(host);
    }
  }

  /** Adds what the client is told beside the upstream's own words. */
  static void finalizeHead(
      Headers response,
      Route route,
      StreamInfo info,
      RouterConfig config,
      @Nullable List<String> cookies) {
    info.responseCodeDetails = "via_upstream";
    info.responseHead = response; // added headers may quote it
    info.responseCode = response.status();
    if (!config.suppressEnvoyHeaders()) {
      if (info.requestCompleteNanos != 0) { // an answer before the end of the request has no time
        long millis = (System.nanoTime() - info.requestCompleteNanos) / 1_000_000;
        response.set(HeaderNames.X_ENVOY_UPSTREAM_SERVICE_TIME, Long.toString(millis));
      }
      Endpoint host = info.upstreamHost;
      if (host != null && host.isDegraded()) {
        response.set(HeaderNames.X_ENVOY_DEGRADED, "true");
      }
    }
    if (route.virtualHost().attemptCountInResponse()) {
      response.set(HeaderNames.X_ENVOY_ATTEMPT_COUNT, Integer.toString(info.attemptCount));
    }
    route.finalizeResponseHead(response, info);
    if (cookies != null) {
      cookies.forEach(cookie -> response.add(HeaderNames.SET_COOKIE, cookie));
    }
  }

  /** Counts a final answer of the upstream. */
  static void count(Cluster cluster, Endpoint host, Headers request, Headers response, int status) {
    boolean canary =
        host.isCanary() || "true".equals(response.get(HeaderNames.X_ENVOY_UPSTREAM_CANARY));
    count(cluster, request, canary, status);
    host.add(isSuccess(response, status) ? EndpointStat.RQ_SUCCESS : EndpointStat.RQ_ERROR, 1);
  }

  /** Counts an answer that we gave in place of the upstream. */
  static void countLocal(Cluster cluster, @Nullable Endpoint host, Headers request, int status) {
    count(cluster, request, host != null && host.isCanary(), status);
  }

  static void countRetried(Cluster cluster, int status) {
    cluster.stats().responses("retry").count(status);
  }

  private static void count(Cluster cluster, Headers request, boolean canary, int status) {
    cluster.stats().responses().count(status);
    boolean internal = request.contains(HeaderNames.X_ENVOY_INTERNAL);
    cluster.stats().responses(internal ? "internal" : "external").count(status);
    if (canary) {
      cluster.stats().responses("canary").count(status);
    }
  }

  /** Counts how long an answer took, from the end of the request to its own. */
  static void complete(Cluster cluster, Headers request, long fromNanos, long limitMillis) {
    long millis = (System.nanoTime() - fromNanos) / 1_000_000;
    AttemptSizes.complete(cluster, millis, limitMillis);
    cluster.stats().responses().time(millis);
    boolean internal = request.contains(HeaderNames.X_ENVOY_INTERNAL);
    cluster.stats().responses(internal ? "internal" : "external").time(millis);
  }

  private static boolean isSuccess(Headers response, int status) {
    String grpc = response.get(HeaderNames.GRPC_STATUS);
    return status < 500 && (grpc == null || grpc.equals("0"));
  }

  /** RFC 9110 section 9.2.2. */
  static boolean isIdempotent(Headers request) {
    return switch (request.method()) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  /** A reply of ours says how often the upstream was tried, if the virtual host wants that said. */
  static LocalReply withAttemptCount(LocalReply reply, @Nullable Route route, StreamInfo info) {
    if (route == null || info.attemptCount == 0 || !route.virtualHost().attemptCountInResponse()) {
      return reply;
    }
    Headers more = reply.headers() == null ? new Headers(1) : reply.headers();
    more.set(HeaderNames.X_ENVOY_ATTEMPT_COUNT, Integer.toString(info.attemptCount));
    return new LocalReply(
        reply.status(), reply.body(), reply.details(), reply.flag(), more, reply.grpcStatus());
  }
}
