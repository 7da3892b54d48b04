package mesh.proxy.cluster;

/**
 * Which costly statistics a cluster keeps. Immutable.
 *
 * @param timeoutBudgets how much of its time a request used
 * @param sizes of heads and bodies
 */
public record TrackedStats(boolean timeoutBudgets, boolean sizes) {

  /** Envoy's default. */
  public static final TrackedStats NONE = new TrackedStats(false, false);
}
