package mesh.proxy.filter.network;

/** Something that can come to an end without cutting anybody off. */
@FunctionalInterface
public interface Drainable {

  /** Ends when what is under way has ended. Called on the connection's event loop; idempotent. */
  void drain();
}
