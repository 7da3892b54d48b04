package mesh.proxy.filter.http.router;

import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.stream.ResponseFlag;

/** What a client is told when there is no answer from upstream, in Envoy's words. */
final class Failures {

  private static final int BAD_REQUEST = 400;
  private static final int NO_CONTENT = 204;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int TIMEOUT = 504;

  private Failures() {}

  static LocalReply noRoute() {
    return new LocalReply(404, "", "route_not_found", ResponseFlag.NO_ROUTE_FOUND);
  }

  static LocalReply noCluster(int status) {
    return new LocalReply(status, "", "cluster_not_found", ResponseFlag.NO_CLUSTER_FOUND);
  }

  static LocalReply strangeHeader(String name, Headers request) {
    return new LocalReply(
        BAD_REQUEST,
        "invalid header '" + name + "' with value '" + request.get(name) + "'",
        "request_headers_failed_strict_check{" + name + "}",
        ResponseFlag.INVALID_ENVOY_REQUEST_HEADERS);
  }

  static LocalReply noHealthyUpstream() {
    return new LocalReply(
        UNAVAILABLE,
        "no healthy upstream",
        "no_healthy_upstream",
        ResponseFlag.NO_HEALTHY_UPSTREAM);
  }

  /**
   * Time is over.
   *
   * @param quiet the caller asked for 204 and no words
   */
  static LocalReply timedOut(String details, boolean quiet) {
    return quiet
        ? new LocalReply(NO_CONTENT, details)
        : new LocalReply(TIMEOUT, "upstream request timeout", details, null);
  }

  static LocalReply maxStreamDurationReached() {
    return new LocalReply(
        TIMEOUT,
        "upstream max stream duration reached",
        "upstream_max_stream_duration_reached",
        null);
  }

  /**
   * The last attempt died before its response began.
   *
   * @param retried true if it was not the first
   */
  static LocalReply upstreamReset(
      ResetReason reason, String transportFailure, boolean retried, RouterConfig config) {
    Headers more = null;
    if (reason == ResetReason.OVERFLOW && !config.suppressEnvoyHeaders()) {
      more = new Headers(1).add(HeaderNames.X_ENVOY_OVERLOADED, "true");
    }
    return new LocalReply(
        reason == ResetReason.PROTOCOL_ERROR ? BAD_GATEWAY : UNAVAILABLE,
        ResetText.body(reason, retried),
        ResetText.details(false, reason, transportFailure),
        null,
        more,
        -1);
  }
}
