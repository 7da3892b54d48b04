package mesh.telemetry.attribute;

/**
 * One end of a call, in Istio's words; what is not known is {@link #NOT_KNOWN}. Immutable, and the
 * same instance for all calls of one end, so that comparing is cheap.
 *
 * @param name of the deployment, or of the service if no more is known
 * @param app label of that name
 * @param version label of that name
 * @param canonicalName name of the service that it is part of
 * @param canonicalRevision version of it
 * @param cluster that it runs in
 */
public record Workload(
    Kind kind,
    String namespace,
    String name,
    String app,
    String version,
    String canonicalName,
    String canonicalRevision,
    String cluster) {

  /** What Istio says of what it does not know. */
  public static final String NOT_KNOWN = "unknown";

  /** Somebody inside who does not say who. */
  public static final Workload UNKNOWN = nameless(Kind.UNKNOWN, NOT_KNOWN);

  /** Clients of gateways without a certificate of the mesh. */
  public static final Workload INGRESS = nameless(Kind.INGRESS, "ingress");

  /** All ends beyond the number that is kept apart. */
  public static final Workload OVERFLOW = nameless(Kind.OVERFLOW, "overflow");

  /** What is known of it. */
  public enum Kind {
    /** A proxy reports for it, or its certificate names it. */
    WORKLOAD,
    GATEWAY,
    /** Only the name that it was called by is known. */
    SERVICE,
    INGRESS,
    UNKNOWN,
    OVERFLOW
  }

  /** A service of which no workload is known. */
  public static Workload service(Service service) {
    return new Workload(
        Kind.SERVICE,
        service.namespace(),
        service.name(),
        service.name(),
        service.subset().isEmpty() ? NOT_KNOWN : service.subset(),
        service.name(),
        NOT_KNOWN,
        NOT_KNOWN);
  }

  /** A workload of which only the service account is known. */
  public static Workload account(String namespace, String account) {
    return new Workload(
        Kind.WORKLOAD, namespace, account, account, NOT_KNOWN, account, NOT_KNOWN, NOT_KNOWN);
  }

  /** The same without what its versions differ in. */
  public Workload withoutVersion() {
    return new Workload(kind, namespace, app, app, NOT_KNOWN, canonicalName, NOT_KNOWN, cluster);
  }

  /** Whether its labels are known. */
  public boolean isKnown() {
    return kind == Kind.WORKLOAD || kind == Kind.GATEWAY;
  }

  private static Workload nameless(Kind kind, String name) {
    return new Workload(kind, NOT_KNOWN, name, name, NOT_KNOWN, name, NOT_KNOWN, NOT_KNOWN);
  }
}
