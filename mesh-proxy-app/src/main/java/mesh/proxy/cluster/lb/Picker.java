package mesh.proxy.cluster.lb;

import mesh.proxy.endpoint.Endpoint;

/** Picks one of its candidates. Shared by all loops: without locks, and without garbage. */
@FunctionalInterface
public interface Picker {

  /**
   * Picks a host.
   *
   * @param hash of the request, or random if it has none; hash policies alone look at it
   * @param attempt 0, then 1 and so on if the host before was refused
   */
  Endpoint pick(long hash, int attempt);
}
