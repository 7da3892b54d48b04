package mesh.proxy.filter.network;

/**
 * A network filter with its configuration, shared by all connections of a filter chain. Immutable.
 */
@FunctionalInterface
public interface NetworkFilter {

  /** How the chain goes on. */
  enum Verdict {
    /** With the next filter; the last one of a chain says so too. */
    CONTINUE,
    /** Not before {@link NetworkConnection#resume()}; the peer is not read from meanwhile. */
    PAUSE,
    /** Not at all: the connection was closed. */
    STOP
  }

  /**
   * A connection begins: on its event loop, filters in the order of the configuration, nothing read
   * yet that later filters could miss. A filter that wants to see bytes adds handlers to the
   * pipeline.
   */
  Verdict onConnection(NetworkConnection connection);

  /** False while something is still to come without which the listener should not begin. */
  default boolean isReady() {
    return true;
  }

  /** Ends what watches over configuration. Connections under way go on. Idempotent. */
  default void close() {}
}
