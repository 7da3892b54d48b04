package mesh.proxy.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * One reason why an endpoint is not simply healthy; several may hold at once.
 *
 * <p>The texts are those of {@code health_flags} in Envoy's {@code /clusters}.
 */
public enum HealthFlag {
  FAILED_ACTIVE_HC("/failed_active_hc"),
  FAILED_OUTLIER_CHECK("/failed_outlier_check"),
  FAILED_EDS_HEALTH("/failed_eds_health"),
  DEGRADED_ACTIVE_HC("/degraded_active_hc"),
  DEGRADED_EDS_HEALTH("/degraded_eds_health"),
  /** Gone from discovery, kept because active health checks still pass. */
  PENDING_DYNAMIC_REMOVAL("/pending_dynamic_removal"),
  /** Not yet checked once. */
  PENDING_ACTIVE_HC("/pending_active_hc"),
  /**
   * The endpoint itself asked to be left out of the count: {@code
   * x-envoy-immediate-health-check-fail}.
   */
  EXCLUDED_VIA_IMMEDIATE_HC_FAIL("/excluded_via_immediate_hc_fail"),
  /** With FAILED_ACTIVE_HC: the last check got no answer in time. */
  ACTIVE_HC_TIMEOUT("/active_hc_timeout"),
  EDS_STATUS_DRAINING("/eds_status_draining");

  private static final HealthFlag[] ALL = values();

  static final int UNHEALTHY =
      FAILED_ACTIVE_HC.bit()
          | FAILED_OUTLIER_CHECK.bit()
          | FAILED_EDS_HEALTH.bit()
          | EDS_STATUS_DRAINING.bit();
  static final int DEGRADED = DEGRADED_ACTIVE_HC.bit() | DEGRADED_EDS_HEALTH.bit();
  static final int EXCLUDED = PENDING_ACTIVE_HC.bit() | EXCLUDED_VIA_IMMEDIATE_HC_FAIL.bit();
  static final int FROM_DISCOVERY =
      FAILED_EDS_HEALTH.bit() | DEGRADED_EDS_HEALTH.bit() | EDS_STATUS_DRAINING.bit();

  private final String text;

  HealthFlag(String text) {
    this.text = text;
  }

  int bit() {
    return 1 << ordinal();
  }

  /**
   * All flags in {@code bits}, as {@code /clusters} prints them; {@code healthy} if there is none.
   */
  static String text(int bits) {
    StringBuilder text = null;
    for (HealthFlag flag : ALL) {
      if ((bits & flag.bit()) != 0) {
        text = append(text, flag);
      }
    }
    return text == null ? "healthy" : text.toString();
  }

  private static StringBuilder append(@Nullable StringBuilder text, HealthFlag flag) {
    return (text == null ? new StringBuilder() : text).append(flag.text);
  }
}
