package mesh.proxy.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Names the proxy itself reads or writes; lower case, each one the interned instance that the
 * codecs put in.
 */
public final class HeaderNames {

  public static final String METHOD = ":method";
  public static final String PATH = ":path";
  public static final String AUTHORITY = ":authority";
  public static final String SCHEME = ":scheme";
  public static final String STATUS = ":status";
  public static final String PROTOCOL = ":protocol";

  public static final String CONNECTION = "connection";
  public static final String CONTENT_LENGTH = "content-length";
  public static final String CONTENT_TYPE = "content-type";
  public static final String COOKIE = "cookie";
  public static final String DATE = "date";
  public static final String EXPECT = "expect";
  public static final String GRPC_MESSAGE = "grpc-message";
  public static final String GRPC_STATUS = "grpc-status";
  public static final String GRPC_TIMEOUT = "grpc-timeout";
  public static final String HOST = "host";
  public static final String HTTP2_SETTINGS = "http2-settings";
  public static final String KEEP_ALIVE = "keep-alive";
  public static final String LOCATION = "location";
  public static final String ORIGIN = "origin";
  public static final String PROXY_CONNECTION = "proxy-connection";
  public static final String REFERER = "referer";
  public static final String RETRY_AFTER = "retry-after";
  public static final String SERVER = "server";
  public static final String SET_COOKIE = "set-cookie";
  public static final String TE = "te";
  public static final String TRAILER = "trailer";
  public static final String TRANSFER_ENCODING = "transfer-encoding";
  public static final String UPGRADE = "upgrade";
  public static final String USER_AGENT = "user-agent";
  public static final String VIA = "via";
  public static final String X_FORWARDED_FOR = "x-forwarded-for";
  public static final String X_FORWARDED_HOST = "x-forwarded-host";
  public static final String X_FORWARDED_PROTO = "x-forwarded-proto";
  public static final String X_FORWARDED_PORT = "x-forwarded-port";
  public static final String X_FORWARDED_CLIENT_CERT = "x-forwarded-client-cert";
  public static final String X_REQUEST_ID = "x-request-id";
  public static final String X_B3_TRACE_ID = "x-b3-traceid";
  public static final String X_B3_SPAN_ID = "x-b3-spanid";
  public static final String X_B3_PARENT_SPAN_ID = "x-b3-parentspanid";
  public static final String X_B3_SAMPLED = "x-b3-sampled";
  public static final String X_B3_FLAGS = "x-b3-flags";
  public static final String B3 = "b3";
  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";
  public static final String X_CLIENT_TRACE_ID = "x-client-trace-id";

  public static final String X_ENVOY_ATTEMPT_COUNT = "x-envoy-attempt-count";
  public static final String X_ENVOY_DECORATOR_OPERATION = "x-envoy-decorator-operation";
  public static final String X_ENVOY_DEGRADED = "x-envoy-degraded";
  public static final String X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER =
      "x-envoy-downstream-service-cluster";
  public static final String X_ENVOY_DOWNSTREAM_SERVICE_NODE = "x-envoy-downstream-service-node";
  public static final String X_ENVOY_EXPECTED_RQ_TIMEOUT_MS = "x-envoy-expected-rq-timeout-ms";
  public static final String X_ENVOY_EXTERNAL_ADDRESS = "x-envoy-external-address";
  public static final String X_ENVOY_FORCE_TRACE = "x-envoy-force-trace";
  public static final String X_ENVOY_HEDGE_ON_PER_TRY_TIMEOUT = "x-envoy-hedge-on-per-try-timeout";
  public static final String X_ENVOY_IMMEDIATE_HEALTH_CHECK_FAIL =
      "x-envoy-immediate-health-check-fail";
  public static final String X_ENVOY_INTERNAL = "x-envoy-internal";
  public static final String X_ENVOY_IP_TAGS = "x-envoy-ip-tags";
  public static final String X_ENVOY_MAX_RETRIES = "x-envoy-max-retries";
  public static final String X_ENVOY_ORIGINAL_URL = "x-envoy-original-url";
  public static final String X_ENVOY_ORIGINAL_PATH = "x-envoy-original-path";
  public static final String X_ENVOY_ORIGINAL_HOST = "x-envoy-original-host";
  public static final String X_ENVOY_OVERLOADED = "x-envoy-overloaded";
  public static final String X_ENVOY_DROP_OVERLOAD = "x-envoy-drop-overload";
  public static final String X_ENVOY_UNCONDITIONAL_DROP_OVERLOAD =
      "x-envoy-unconditional-drop-overload";
  public static final String X_ENVOY_RATE_LIMITED = "x-envoy-ratelimited";
  public static final String X_ENVOY_RETRIABLE_HEADER_NAMES = "x-envoy-retriable-header-names";
  public static final String X_ENVOY_RETRIABLE_STATUS_CODES = "x-envoy-retriable-status-codes";
  public static final String X_ENVOY_RETRY_ON = "x-envoy-retry-on";
  public static final String X_ENVOY_RETRY_GRPC_ON = "x-envoy-retry-grpc-on";
  public static final String X_ENVOY_UPSTREAM_ALT_STAT_NAME = "x-envoy-upstream-alt-stat-name";
  public static final String X_ENVOY_UPSTREAM_CANARY = "x-envoy-upstream-canary";
  public static final String X_ENVOY_UPSTREAM_HEALTHCHECKED_CLUSTER =
      "x-envoy-upstream-healthchecked-cluster";
  public static final String X_ENVOY_UPSTREAM_RQ_PER_TRY_TIMEOUT_MS =
      "x-envoy-upstream-rq-per-try-timeout-ms";
  public static final String X_ENVOY_UPSTREAM_RQ_TIMEOUT_ALT_RESPONSE =
      "x-envoy-upstream-rq-timeout-alt-response";
  public static final String X_ENVOY_UPSTREAM_RQ_TIMEOUT_MS = "x-envoy-upstream-rq-timeout-ms";
  public static final String X_ENVOY_UPSTREAM_SERVICE_TIME = "x-envoy-upstream-service-time";
  public static final String X_ENVOY_UPSTREAM_STREAM_DURATION_MS =
      "x-envoy-upstream-stream-duration-ms";

  private static final Map<String, String> OTHER_USUAL = new HashMap<>();

  static {
    for (String name :
        new String[] {
          "accept",
          "accept-encoding",
          "accept-language",
          "accept-ranges",
          "age",
          "authorization",
          "cache-control",
          "content-encoding",
          "content-language",
          "content-disposition",
          "etag",
          "expires",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "last-modified",
          "link",
          "pragma",
          "priority",
          "range",
          "strict-transport-security",
          "vary",
          "www-authenticate",
          "x-content-type-options",
          "x-frame-options",
          "sec-fetch-mode",
          "sec-fetch-site",
          "sec-fetch-dest",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-accept",
          "sec-websocket-protocol",
          "sec-websocket-extensions",
          "grpc-encoding",
          "grpc-accept-encoding",
          "access-control-allow-origin",
          "access-control-request-method",
          "access-control-request-headers"
        }) {
      OTHER_USUAL.put(name, name);
    }
    for (var field : HeaderNames.class.getFields()) {
      try {
        String name = (String) field.get(null);
        OTHER_USUAL.put(name, name);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("A public constant is not readable: " + field, e);
      }
    }
  }

  private HeaderNames() {}

  /**
   * Names worth interning; each maps to its own shared instance. For codecs, when they build their
   * tables.
   */
  public static Iterable<String> usual() {
    return OTHER_USUAL.keySet();
  }
}
