package mesh.proxy.endpoint;

/** What discovery says of an endpoint's health. */
public enum HealthStatus {
  UNKNOWN(0),
  HEALTHY(0),
  UNHEALTHY(HealthFlag.FAILED_EDS_HEALTH.bit()),
  DRAINING(HealthFlag.EDS_STATUS_DRAINING.bit()),
  /** Discovery's own check timed out. */
  TIMEOUT(HealthFlag.FAILED_EDS_HEALTH.bit()),
  DEGRADED(HealthFlag.DEGRADED_EDS_HEALTH.bit());

  private final int flags;

  HealthStatus(int flags) {
    this.flags = flags;
  }

  int flags() {
    return flags;
  }
}
