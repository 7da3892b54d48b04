package mesh.identity.client;

/** Uses the certificate of this process. Called on the client's thread, one call at a time. */
@FunctionalInterface
public interface IdentityListener {

  /** This one is to be used from now on, for new connections. */
  void renewed(Identity identity);
}
