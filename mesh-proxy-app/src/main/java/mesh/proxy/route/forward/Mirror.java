package mesh.proxy.route.forward;

import mesh.proxy.http.Headers;
import mesh.proxy.runtime.RuntimeFraction;

/**
 * Copies requests to another cluster, whose answers nobody sees. Immutable.
 *
 * @param fraction which requests are copied
 * @param appendShadow whether the copy's authority gets {@code -shadow} appended
 */
public record Mirror(ClusterSpecifier cluster, RuntimeFraction fraction, boolean appendShadow) {

  private static final String SUFFIX = "-shadow";

  /** What the authority of the copy is: the suffix goes in front of a port. */
  public String authority(Headers head) {
    String authority = head.authority();
    if (!appendShadow) {
      return authority;
    }
    int port = portStart(authority);
    return port < 0
        ? authority + SUFFIX
        : authority.substring(0, port) + SUFFIX + authority.substring(port);
  }

  private static int portStart(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : -1;
  }
}
