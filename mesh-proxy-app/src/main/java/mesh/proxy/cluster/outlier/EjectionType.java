package mesh.proxy.cluster.outlier;

/** Why a host is ejected. */
enum EjectionType {
  CONSECUTIVE_5XX("consecutive_5xx", Setting.ENFORCING_CONSECUTIVE_5XX),
  CONSECUTIVE_GATEWAY_FAILURE(
      "consecutive_gateway_failure", Setting.ENFORCING_CONSECUTIVE_GATEWAY_FAILURE),
  CONSECUTIVE_LOCAL_ORIGIN_FAILURE(
      "consecutive_local_origin_failure", Setting.ENFORCING_CONSECUTIVE_LOCAL_ORIGIN_FAILURE),
  SUCCESS_RATE("success_rate", Setting.ENFORCING_SUCCESS_RATE),
  SUCCESS_RATE_LOCAL_ORIGIN(
      "local_origin_success_rate", Setting.ENFORCING_LOCAL_ORIGIN_SUCCESS_RATE),
  FAILURE_PERCENTAGE("failure_percentage", Setting.ENFORCING_FAILURE_PERCENTAGE),
  FAILURE_PERCENTAGE_LOCAL_ORIGIN(
      "local_origin_failure_percentage", Setting.ENFORCING_FAILURE_PERCENTAGE_LOCAL_ORIGIN);

  private final String statSuffix;
  private final Setting enforcing;

  EjectionType(String statSuffix, Setting enforcing) {
    this.statSuffix = statSuffix;
    this.enforcing = enforcing;
  }

  /** What follows {@code ejections_detected_} and {@code ejections_enforced_}. */
  String statSuffix() {
    return statSuffix;
  }

  /** How likely it is carried out, in percent. */
  Setting enforcing() {
    return enforcing;
  }

  /** True if the older counters, which knew no other types, count it. */
  boolean isCountedInTotal() {
    return this == CONSECUTIVE_5XX || this == SUCCESS_RATE;
  }

  /** True if results of our own side were judged. */
  boolean isLocalOrigin() {
    return this == SUCCESS_RATE_LOCAL_ORIGIN || this == FAILURE_PERCENTAGE_LOCAL_ORIGIN;
  }
}
