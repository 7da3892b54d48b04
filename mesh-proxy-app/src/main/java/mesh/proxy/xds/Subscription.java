package mesh.proxy.xds;

/** Somebody wants to be told of resources. May be closed on any thread. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** Nobody is told any more, but for a call that is under way. Idempotent. */
  @Override
  void close();
}
