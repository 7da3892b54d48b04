package mesh.proxy.stream;

/**
 * Why a response is not simply what the upstream said.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/observability/access_log/usage
 * (RESPONSE_FLAGS).
 */
public enum ResponseFlag {
  FAILED_LOCAL_HEALTH_CHECK("LH", "FailedLocalHealthCheck"),
  NO_HEALTHY_UPSTREAM("UH", "NoHealthyUpstream"),
  UPSTREAM_REQUEST_TIMEOUT("UT", "UpstreamRequestTimeout"),
  LOCAL_RESET("LR", "LocalReset"),
  UPSTREAM_REMOTE_RESET("UR", "UpstreamRemoteReset"),
  UPSTREAM_CONNECTION_FAILURE("UF", "UpstreamConnectionFailure"),
  UPSTREAM_CONNECTION_TERMINATION("UC", "UpstreamConnectionTermination"),
  UPSTREAM_OVERFLOW("UO", "UpstreamOverflow"),
  NO_ROUTE_FOUND("NR", "NoRouteFound"),
  DELAY_INJECTED("DI", "DelayInjected"),
  FAULT_INJECTED("FI", "FaultInjected"),
  RATE_LIMITED("RL", "RateLimited"),
  UNAUTHORIZED_EXTERNAL_SERVICE("UAEX", "UnauthorizedExternalService"),
  RATELIMIT_SERVICE_ERROR("RLSE", "RateLimitServiceError"),
  DOWNSTREAM_CONNECTION_TERMINATION("DC", "DownstreamConnectionTermination"),
  UPSTREAM_RETRY_LIMIT_EXCEEDED("URX", "UpstreamRetryLimitExceeded"),
  STREAM_IDLE_TIMEOUT("SI", "StreamIdleTimeout"),
  INVALID_ENVOY_REQUEST_HEADERS("IH", "InvalidEnvoyRequestHeaders"),
  DOWNSTREAM_PROTOCOL_ERROR("DPE", "DownstreamProtocolError"),
  UPSTREAM_MAX_STREAM_DURATION_REACHED("UMSDR", "UpstreamMaxStreamDurationReached"),
  RESPONSE_FROM_CACHE_FILTER("RFCF", "ResponseFromCacheFilter"),
  NO_FILTER_CONFIG_FOUND("NFCF", "NoFilterConfigFound"),
  DURATION_TIMEOUT("DT", "DurationTimeout"),
  UPSTREAM_PROTOCOL_ERROR("UPE", "UpstreamProtocolError"),
  NO_CLUSTER_FOUND("NC", "NoClusterFound"),
  OVERLOAD_MANAGER("OM", "OverloadManagerTerminated"),
  DNS_RESOLUTION_FAILED("DF", "DnsResolutionFailed"),
  DROP_OVERLOAD("DO", "DropOverload"),
  DOWNSTREAM_REMOTE_RESET("DR", "DownstreamRemoteReset"),
  UNCONDITIONAL_DROP_OVERLOAD("UDO", "UnconditionalDropOverload");

  private final String code;
  private final String longName;

  ResponseFlag(String code, String longName) {
    this.code = code;
    this.longName = longName;
  }

  /** {@code %RESPONSE_FLAGS%}. */
  public String code() {
    return code;
  }

  /** {@code %RESPONSE_FLAGS_LONG%}. */
  public String longName() {
    return longName;
  }

  /** This flag's bit in {@link StreamInfo#flags()}. */
  public long bit() {
    return 1L << ordinal();
  }
}
