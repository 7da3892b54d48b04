package mesh.proxy.filter.network;

/**
 * What filters may know of the listener they work for. Immutable.
 *
 * @param name may be empty
 * @param bufferBytes most bytes that one connection should buffer each way; a soft limit
 */
public record ListenerFacts(String name, Direction direction, int bufferBytes) {

  /** Where the traffic of a listener goes. */
  public enum Direction {
    UNSPECIFIED,
    /** To the workload beside this proxy. */
    INBOUND,
    /** From the workload beside this proxy. */
    OUTBOUND
  }
}
