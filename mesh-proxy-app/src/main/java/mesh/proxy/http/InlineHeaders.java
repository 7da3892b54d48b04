package mesh.proxy.http;

import java.util.Set;

/**
 * Fields that Envoy keeps once per message: another value is joined to the first with a comma.
 *
 * <p>Source: what Envoy 1.40 does with two values of each.
 */
public final class InlineHeaders {

  private static final Set<String> OF_REQUESTS =
      Set.of(
          "accept",
          "accept-encoding",
          "access-control-request-headers",
          "access-control-request-method",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "grpc-timeout",
          "if-match",
          "if-none-match",
          "keep-alive",
          "origin",
          "pragma",
          "proxy-connection",
          "referer",
          "te",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "x-client-trace-id",
          "x-envoy-attempt-count",
          "x-envoy-decorator-operation",
          "x-envoy-downstream-service-cluster",
          "x-envoy-downstream-service-node",
          "x-envoy-expected-rq-timeout-ms",
          "x-envoy-external-address",
          "x-envoy-force-trace",
          "x-envoy-hedge-on-per-try-timeout",
          "x-envoy-internal",
          "x-envoy-ip-tags",
          "x-envoy-is-timeout-retry",
          "x-envoy-max-retries",
          "x-envoy-original-host",
          "x-envoy-original-path",
          "x-envoy-retriable-header-names",
          "x-envoy-retriable-status-codes",
          "x-envoy-retry-grpc-on",
          "x-envoy-retry-on",
          "x-envoy-upstream-alt-stat-name",
          "x-envoy-upstream-rq-per-try-timeout-ms",
          "x-envoy-upstream-rq-timeout-alt-response",
          "x-envoy-upstream-rq-timeout-ms",
          "x-forwarded-client-cert",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto",
          "x-request-id");

  private static final Set<String> OF_RESPONSES =
      Set.of(
          "access-control-allow-credentials",
          "access-control-allow-headers",
          "access-control-allow-methods",
          "access-control-allow-origin",
          "access-control-expose-headers",
          "access-control-max-age",
          "age",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "etag",
          "expires",
          "grpc-message",
          "grpc-status",
          "keep-alive",
          "last-modified",
          "location",
          "proxy-connection",
          "proxy-status",
          "server",
          "transfer-encoding",
          "upgrade",
          "vary",
          "via",
          "x-envoy-attempt-count",
          "x-envoy-decorator-operation",
          "x-envoy-degraded",
          "x-envoy-immediate-health-check-fail",
          "x-envoy-ratelimited",
          "x-envoy-upstream-canary",
          "x-envoy-upstream-healthchecked-cluster",
          "x-envoy-upstream-service-time",
          "x-request-id");

  private InlineHeaders() {}

  /** True if several values of that name in a request are one field. */
  public static boolean ofRequests(String name) {
    return OF_REQUESTS.contains(name);
  }

  /** True if several values of that name in a response are one field. */
  public static boolean ofResponses(String name) {
    return OF_RESPONSES.contains(name);
  }

  /** Adds a value as Envoy does: behind a comma if the name is one of these, else as a field. */
  public static void append(Headers head, String name, String value) {
    Set<String> names = head.contains(HeaderNames.STATUS) ? OF_RESPONSES : OF_REQUESTS;
    String first = names.contains(name) ? head.joined(name) : null;
    if (first == null) {
      head.add(name, value);
    } else if (!value.isEmpty()) {
      head.set(name, first.isEmpty() ? value : first + "," + value);
    }
  }
}
