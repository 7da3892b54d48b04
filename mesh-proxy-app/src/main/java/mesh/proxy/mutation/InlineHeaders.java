package mesh.proxy.mutation;

import java.util.Set;
import mesh.proxy.http.Headers;

/** Fields that Envoy keeps once per message: another value is joined to the first with a comma. */
public final class InlineHeaders {

  private static final Set<String> NAMES =
      Set.of(
          "accept",
          "accept-encoding",
          "access-control-allow-credentials",
          "access-control-allow-headers",
          "access-control-allow-methods",
          "access-control-allow-origin",
          "access-control-expose-headers",
          "access-control-max-age",
          "access-control-request-headers",
          "access-control-request-method",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "etag",
          "grpc-accept-encoding",
          "grpc-message",
          "grpc-status",
          "grpc-timeout",
          "keep-alive",
          "location",
          "origin",
          "proxy-connection",
          "referer",
          "server",
          "te",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "vary",
          "via",
          "x-client-trace-id",
          "x-envoy-attempt-count",
          "x-envoy-decorator-operation",
          "x-envoy-degraded",
          "x-envoy-downstream-service-cluster",
          "x-envoy-downstream-service-node",
          "x-envoy-expected-rq-timeout-ms",
          "x-envoy-external-address",
          "x-envoy-force-trace",
          "x-envoy-hedge-on-per-try-timeout",
          "x-envoy-immediate-health-check-fail",
          "x-envoy-internal",
          "x-envoy-ip-tags",
          "x-envoy-is-timeout-retry",
          "x-envoy-max-retries",
          "x-envoy-original-path",
          "x-envoy-overloaded",
          "x-envoy-ratelimited",
          "x-envoy-retriable-header-names",
          "x-envoy-retriable-status-codes",
          "x-envoy-retry-grpc-on",
          "x-envoy-retry-on",
          "x-envoy-upstream-alt-stat-name",
          "x-envoy-upstream-canary",
          "x-envoy-upstream-healthchecked-cluster",
          "x-envoy-upstream-rq-per-try-timeout-ms",
          "x-envoy-upstream-rq-timeout-alt-response",
          "x-envoy-upstream-rq-timeout-ms",
          "x-envoy-upstream-service-time",
          "x-envoy-upstream-stream-duration-ms",
          "x-forwarded-client-cert",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto",
          "x-request-id");

  private InlineHeaders() {}

  /**
   * Adds a value as Envoy does: behind a comma if the name is one of these, else as a field of its
   * own.
   */
  public static void append(Headers head, String name, String value) {
    String first = NAMES.contains(name) ? head.joined(name) : null;
    if (first == null) {
      head.add(name, value);
    } else {
      head.set(name, first.isEmpty() ? value : first + "," + value);
    }
  }
}
