package mesh.proxy.filter.http.fault;

import java.util.List;

/**
 * Under which keys the runtime may change a fault. Immutable.
 *
 * <p>Requests of a known downstream cluster have keys of their own: {@code fault.http.CLUSTER.} and
 * what follows {@code fault.http.} in the usual key.
 */
record RuntimeKeys(
    String delayPercent,
    String delayMillis,
    String abortPercent,
    String abortHttpStatus,
    String abortGrpcStatus,
    String mostActive,
    String throttlePercent) {

  private static final String PREFIX = "fault.http.";
  private static final String DELAY_PERCENT = "delay.fixed_delay_percent";
  private static final String DELAY_MILLIS = "delay.fixed_duration_ms";
  private static final String ABORT_PERCENT = "abort.abort_percent";
  private static final String ABORT_HTTP_STATUS = "abort.http_status";
  private static final String ABORT_GRPC_STATUS = "abort.grpc_status";

  /**
   * Keys as configured.
   *
   * @param configured in the order of the components; empty for the usual ones
   */
  static RuntimeKeys parse(List<String> configured) {
    return new RuntimeKeys(
        orElse(configured.get(0), PREFIX + DELAY_PERCENT),
        orElse(configured.get(1), PREFIX + DELAY_MILLIS),
        orElse(configured.get(2), PREFIX + ABORT_PERCENT),
        orElse(configured.get(3), PREFIX + ABORT_HTTP_STATUS),
        orElse(configured.get(4), PREFIX + ABORT_GRPC_STATUS),
        orElse(configured.get(5), PREFIX + "max_active_faults"),
        orElse(configured.get(6), PREFIX + "rate_limit.response_percent"));
  }

  /** The keys of a downstream cluster; those that it has none for are the usual ones. */
  RuntimeKeys ofCluster(String cluster) {
    String prefix = PREFIX + cluster + ".";
    return new RuntimeKeys(
        prefix + DELAY_PERCENT,
        prefix + DELAY_MILLIS,
        prefix + ABORT_PERCENT,
        prefix + ABORT_HTTP_STATUS,
        prefix + ABORT_GRPC_STATUS,
        mostActive,
        throttlePercent);
  }

  private static String orElse(String configured, String usual) {
    return configured.isEmpty() ? usual : configured;
  }
}
