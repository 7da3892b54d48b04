package mesh.proxy.filter.http.router;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.forward.GrpcTimeout;
import mesh.proxy.route.forward.Timeouts;
import mesh.proxy.route.retry.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How long one request may take: its route's limits, and what the request itself asks for.
 * Immutable; milliseconds, 0 for ever.
 *
 * @param request from the end of the request to the end of the response
 * @param perTry the same for one attempt
 * @param perTryIdle longest pause in one attempt
 * @param quiet the caller wants 204 and no words when time is over
 */
record RequestTimeouts(long request, long perTry, long perTryIdle, boolean quiet) {

  /**
   * Reads the headers that steer timeouts, takes them out of the head, and writes the one that
   * tells the upstream.
   *
   * @param retries the route's policy, if it has one
   */
  static RequestTimeouts take(
      Headers head, Timeouts route, @Nullable RetryPolicy retries, RouterConfig config) {
    long request = route.streamDurationConfigured() ? 0 : route.requestMillis();
    boolean byHeader =
        isGrpc(head) && !route.streamDurationConfigured() && route.maxGrpcMillis() >= 0;
    if (byHeader) {
      request = grpcTimeout(head, route);
    }
    long perTry = retries == null ? 0 : retries.perTryTimeoutMillis();
    if (config.respectExpectedTimeout()) {
      request = number(head.get(HeaderNames.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS), request);
    }
    String asked = head.get(HeaderNames.X_ENVOY_UPSTREAM_RQ_TIMEOUT_MS);
    if (asked != null) {
      request = number(asked, request);
      head.remove(HeaderNames.X_ENVOY_UPSTREAM_RQ_TIMEOUT_MS);
    }
    String askedPerTry = head.get(HeaderNames.X_ENVOY_UPSTREAM_RQ_PER_TRY_TIMEOUT_MS);
    if (askedPerTry != null) {
      perTry = number(askedPerTry, perTry);
      head.remove(HeaderNames.X_ENVOY_UPSTREAM_RQ_PER_TRY_TIMEOUT_MS);
    }
    if (perTry >= request && request != 0) {
      perTry = 0; // the request's own timeout comes first
    }
    long expected = perTry > 0 ? perTry : request;
    if (expected > 0 && !config.suppressEnvoyHeaders()) {
      head.set(HeaderNames.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS, Long.toString(expected));
    }
    if (byHeader && expected > 0) {
      head.set(HeaderNames.GRPC_TIMEOUT, GrpcTimeout.text(expected));
    }
    boolean quiet = head.contains(HeaderNames.X_ENVOY_UPSTREAM_RQ_TIMEOUT_ALT_RESPONSE);
    if (quiet) {
      head.remove(HeaderNames.X_ENVOY_UPSTREAM_RQ_TIMEOUT_ALT_RESPONSE);
    }
    return new RequestTimeouts(
        request, perTry, retries == null ? 0 : retries.perTryIdleTimeoutMillis(), quiet);
  }

  private static boolean isGrpc(Headers head) {
    String type = head.get(HeaderNames.CONTENT_TYPE);
    return type != null && type.startsWith("application/grpc");
  }

  private static long grpcTimeout(Headers head, Timeouts route) {
    long asked = Math.max(0, GrpcTimeout.millis(head.get(HeaderNames.GRPC_TIMEOUT)));
    long offset = Math.max(0, route.grpcOffsetMillis());
    long own = asked > offset ? asked - offset : asked;
    long most = route.maxGrpcMillis();
    return most > 0 && (own == 0 || own > most) ? most : own;
  }

  private static long number(@Nullable String text, long otherwise) {
    if (text == null || text.isEmpty() || text.length() > 15) {
      return otherwise;
    }
    long number = 0;
    for (int at = 0; at < text.length(); at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return otherwise;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
