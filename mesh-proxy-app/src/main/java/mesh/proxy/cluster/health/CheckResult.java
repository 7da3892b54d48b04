package mesh.proxy.cluster.health;

/** What one check found. */
public enum CheckResult {
  HEALTHY,
  /** Serves, but asks to be a second choice. */
  DEGRADED,
  /** Answered that it does not serve: unhealthy at once, whatever the threshold. */
  FAILED,
  /** Answered that it does not serve, in a way that counts towards the threshold. */
  FAILED_RETRIABLY,
  /** {@link #FAILED}, and not to be counted among the hosts of its priority. */
  FAILED_EXCLUDED,
  /** {@link #FAILED_RETRIABLY}, and not to be counted among the hosts of its priority. */
  FAILED_RETRIABLY_EXCLUDED,
  /** No answer: no connection, or it broke. */
  NETWORK_FAILURE,
  /** No answer in time. */
  NETWORK_TIMEOUT;

  boolean isSuccess() {
    return this == HEALTHY || this == DEGRADED;
  }

  boolean isNetwork() {
    return this == NETWORK_FAILURE || this == NETWORK_TIMEOUT;
  }

  /** True if one such result is not enough. */
  boolean countsTowardsThreshold() {
    return isNetwork() || this == FAILED_RETRIABLY || this == FAILED_RETRIABLY_EXCLUDED;
  }

  boolean isExcluding() {
    return this == FAILED_EXCLUDED || this == FAILED_RETRIABLY_EXCLUDED;
  }

  /** As the event log spells it. */
  String failureType() {
    return switch (this) {
      case NETWORK_FAILURE -> "NETWORK";
      case NETWORK_TIMEOUT -> "NETWORK_TIMEOUT";
      default -> "ACTIVE";
    };
  }
}
