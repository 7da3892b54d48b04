package mesh.proxy.filter.http.router;

import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import mesh.proxy.http.HeaderNames;

/**
 * Settings of the router. Immutable.
 *
 * @param startChildSpan each attempt has a span of its own
 * @param suppressEnvoyHeaders no x-envoy-* headers are added
 * @param strictCheck request headers that must be well formed, or the answer is 400
 * @param respectExpectedTimeout x-envoy-expected-rq-timeout-ms of the request counts as its timeout
 */
record RouterConfig(
    boolean startChildSpan,
    boolean suppressEnvoyHeaders,
    List<String> strictCheck,
    boolean respectExpectedTimeout) {

  static final Supported SUPPORTED =
      Supported.of(Router.getDefaultInstance())
          .fields(
              "dynamic_stats",
              "start_child_span",
              "suppress_envoy_headers",
              "strict_check_headers",
              "respect_expected_rq_timeout");

  private static final List<String> CHECKABLE =
      List.of(
          HeaderNames.X_ENVOY_UPSTREAM_RQ_TIMEOUT_MS,
          HeaderNames.X_ENVOY_UPSTREAM_RQ_PER_TRY_TIMEOUT_MS,
          HeaderNames.X_ENVOY_MAX_RETRIES,
          HeaderNames.X_ENVOY_RETRY_GRPC_ON,
          HeaderNames.X_ENVOY_RETRY_ON);

  RouterConfig {
    strictCheck = List.copyOf(strictCheck);
  }

  /** Whether {@code x-envoy-original-path} and its like are set. */
  boolean keepsOriginals() {
    return !suppressEnvoyHeaders;
  }

  @SuppressWarnings("deprecation") // the old spelling of spawn_upstream_span is honoured
  static RouterConfig parse(Router proto) {
    List<String> strict = proto.getStrictCheckHeadersList();
    for (int at = 0; at < strict.size(); at++) {
      if (!CHECKABLE.contains(strict.get(at))) {
        throw new InvalidConfigException(
            "strict_check_headers[" + at + "]",
            strict.get(at),
            "one of " + String.join(", ", CHECKABLE));
      }
    }
    if (proto.hasDynamicStats() && !proto.getDynamicStats().getValue()) {
      throw new InvalidConfigException(
          "dynamic_stats", false, "true: cluster statistics are always kept");
    }
    return new RouterConfig(
        proto.getStartChildSpan(),
        proto.getSuppressEnvoyHeaders(),
        strict,
        proto.getRespectExpectedRqTimeout());
  }
}
