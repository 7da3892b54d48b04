package mesh.telemetry.attribute;

/**
 * What was called, by the name that it was called by. Immutable.
 *
 * @param host full name
 * @param name first label of it
 * @param subset of the host; empty if none
 * @param isInMesh whether a proxy of ours answers for it, so that the other side reports, too
 */
public record Service(String host, String name, String namespace, String subset, boolean isInMesh) {

  /** Nothing was chosen: no route, or no cluster. */
  public static final Service NONE =
      new Service(
          Workload.NOT_KNOWN, Workload.NOT_KNOWN, Workload.NOT_KNOWN, "", /* isInMesh= */ false);

  private static final String PREFIX = "outbound|";

  /**
   * Reads the name of an upstream cluster: {@code outbound|PORT|SUBSET|HOST}, or any.
   *
   * @param cluster empty if none was chosen
   */
  public static Service ofCluster(String cluster) {
    if (cluster.isEmpty()) {
      return NONE;
    }
    if (!cluster.startsWith(PREFIX)) {
      return new Service(Workload.NOT_KNOWN, cluster, Workload.NOT_KNOWN, "", false);
    }
    String[] parts = cluster.split("\\|", 4);
    return parts.length == 4
        ? ofHost(parts[3], parts[2])
        : new Service(Workload.NOT_KNOWN, cluster, Workload.NOT_KNOWN, "", false);
  }

  /** Reads {@code NAME.NAMESPACE.svc.DOMAIN}, or any host. */
  static Service ofHost(String host, String subset) {
    String[] labels = host.split("\\.", 4);
    boolean isInMesh = labels.length >= 3 && labels[2].equals("svc");
    return isInMesh
        ? new Service(host, labels[0], labels[1], subset, true)
        : new Service(host, host, Workload.NOT_KNOWN, subset, false);
  }
}
