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
}
