package mesh.telemetry.attribute;

/** Where a proxy stood when it wrote an entry. */
public enum Direction {
  /** In front of the destination. */
  INBOUND,
  /** Behind the source. */
  OUTBOUND,
  /** Behind clients from outside. */
  GATEWAY;

  /** Istio's label {@code reporter}. */
  public String reporter() {
    return this == INBOUND ? "destination" : "source";
  }
}
