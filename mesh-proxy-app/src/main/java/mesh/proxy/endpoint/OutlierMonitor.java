package mesh.proxy.endpoint;

/** Watches the results of one endpoint's requests; shared by all loops. */
public interface OutlierMonitor {

  /**
   * An answer came.
   *
   * @param status HTTP status, also where another protocol's result was mapped to one
   */
  void onResponse(int status);

  void onLocalOrigin(LocalOriginEvent event);

  /** Percent of requests that succeeded in the last interval; -1 if there were too few to tell. */
  default double successRate() {
    return -1;
  }

  /** As {@link #successRate()}, of what happened on our side alone. */
  default double localOriginSuccessRate() {
    return -1;
  }
}
