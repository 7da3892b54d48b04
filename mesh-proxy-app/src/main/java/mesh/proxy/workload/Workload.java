package mesh.proxy.workload;

/**
 * What metrics say of one side of a call. Immutable; each component may be empty.
 *
 * @param canonicalName of the service that the workload is part of, in whatever namespace
 * @param cluster where it runs
 */
public record Workload(
    String name,
    String namespace,
    String canonicalName,
    String canonicalRevision,
    String app,
    String version,
    String cluster) {

  /** Nothing is known. */
  public static final Workload UNKNOWN = new Workload("", "", "", "", "", "", "");

  private static final int PARTS = 5;

  /**
   * Reads what control planes say of an endpoint: {@code
   * name;namespace;canonical-name;canonical-revision;cluster}.
   *
   * @return unknown if it is something else
   */
  public static Workload ofEndpoint(String text) {
    String[] parts = text.split(";", -1);
    return parts.length < PARTS
        ? UNKNOWN
        : new Workload(parts[0], parts[1], parts[2], parts[3], "", "", parts[4]);
  }
}
